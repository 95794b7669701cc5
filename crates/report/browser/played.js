// Runs in the page: of the parts that show published trials, what each says of their bits.
export async function played() {
  const found = {};
  for (const id of ["try-xor", "try-zig-zag", "try-dying", "try-approximation"]) {
    const part = document.getElementById(id);
    part.open = true;
    const pause = (milliseconds) => new Promise((go) => setTimeout(go, milliseconds));
    const named = (name) => [...part.querySelectorAll("button")].find((button) => button.textContent === name);
    const until = async (found) => {
      for (let wait = 0; wait < 1200 && !found(); wait++) await pause(50);
      return found();
    };
    const published = await until(() => named("Published run"));
    published.click();
    found[id] = await until(() => part.querySelector(".bits").textContent);
  }
  return found;
}

/// What is not the same.
export const strange = (found) => Object.entries(found).filter(([, words]) => !words.startsWith("Same bits")).map(String);
