// Files on their way to the server: chosen or dropped, with their progress, and broken off on demand.
(function () {
  "use strict";

  const stance = window.dash_clientside.stance;
  const { setProps } = stance;
  let sending = null;

  stance.chooseFile = function (place) {
    const input = document.createElement("input");
    input.type = "file";
    input.addEventListener("change", () => input.files[0] && send(input.files[0], place));
    input.click();
  };

  stance.cancelUpload = () => sending && sending.abort();

  const say = (place, children, className) => setProps(place + "-said", { children, className });
  const refuse = (place, sentence) => say(place, sentence, "note note-bad");
  const megabytes = (n) => (n / 1048576).toFixed(n < 10485760 ? 1 : 0) + " MB";

  // The bar is drawn here: it moves many times a second and is no state of the page.
  function draw(place, name) {
    say(place, "", "quiet");
    const box = document.createElement("div");
    box.className = "upload";
    box.innerHTML = '<p role="status"></p><progress max="100" value="0"></progress>'
      + '<button type="button" class="button small" id="upload-cancel">Cancel</button>';
    box.querySelector("p").textContent = "Sending " + name + " …";
    box.querySelector("progress").setAttribute("aria-label", "Sent of " + name);
    document.getElementById(place + "-said").after(box);
    return box;
  }

  function send(file, place) {
    const zone = document.querySelector('[data-upload="' + place + '"]');
    const most = Number(zone && zone.dataset.mostBytes) || Infinity;
    if (file.size > most) {
      return refuse(place, file.name + " has " + megabytes(file.size) + ", and at most " + megabytes(most)
        + " are read. Split it, or load it on the command line in parts.");
    }
    if (sending) sending.abort();
    const box = draw(place, file.name);
    const request = sending = new XMLHttpRequest();
    request.open("POST", "/upload");
    request.setRequestHeader("X-Stance", "upload");
    request.setRequestHeader("X-File-Name", encodeURIComponent(file.name));
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) box.querySelector("progress").value = 100 * event.loaded / event.total;
      box.querySelector("p").textContent = "Sending " + file.name + ": " + megabytes(event.loaded) + " of " + megabytes(file.size);
    });
    request.addEventListener("load", () => received(request, place, file));
    request.addEventListener("error", () => refuse(place, "The file could not be sent. Is the server still there?"));
    request.addEventListener("abort", () => say(place, "Cancelled. Nothing was sent.", "quiet"));
    request.addEventListener("loadend", () => {
      box.remove();
      if (sending === request) sending = null;
    });
    request.send(file);
    return undefined;
  }

  function received(request, place, file) {
    let answer = {};
    try {
      answer = JSON.parse(request.responseText);
    } catch {
      if (request.status === 413) answer = { error: file.name + " is larger than what is read. Split it, and load the parts." };
    }
    if (!answer.token) return refuse(place, answer.error || "The file was refused.");
    say(place, file.name, "file-name");
    return setProps(place + "-token", { data: answer.token });
  }

  ["dragover", "dragleave", "drop"].forEach((kind) => document.addEventListener(kind, (event) => {
    const zone = event.target.closest?.("[data-upload]");
    if (!zone) return;
    event.preventDefault();
    zone.classList.toggle("is-over", kind === "dragover");
    const [file] = kind === "drop" ? event.dataTransfer.files : [];
    if (file) send(file, zone.dataset.upload);
  }));
})();
