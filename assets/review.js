// What a person decides about two statements: sent with the address, by which the list is made anew.
(function () {
  "use strict";

  window.dash_clientside.stance.decide = function (button) {
    const asked = {
      deed: button.dataset.pair,
      one: button.dataset.one,
      other: button.dataset.other,
      search: location.search,
      at: Date.now(),
    };
    button.disabled = true;
    window.dash_clientside.set_props("review-asked", { data: asked });
  };
})();
