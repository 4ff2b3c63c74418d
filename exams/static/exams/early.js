// Who answers before the scripts and the journal are loaded is heard too: such an answer is no answer of the server.
const sentOption = (field) => [...field.options].find((option) => option.defaultSelected) ?? field.options[0];

// Whether a field differs from the page as the server sent it.
function isChanged(field) {
  if (field.matches("[type=radio], [type=checkbox]")) return field.checked !== field.defaultChecked;
  if (field.matches("select")) return field.value !== sentOption(field)?.value;
  return field.value !== field.defaultValue;
}

export class Early {
  constructor(paper, questions) {
    const fields = (question) => [...question.querySelectorAll("input:not([type=hidden]), select, textarea")];
    this.paper = paper;
    this.found = new Set(questions.filter((question) => fields(question).some(isChanged)));
    this.hear = ({ target }) => {
      const question = target.closest(".question");
      if (question) this.found.add(question);
    };
    paper.addEventListener("input", this.hear);
  }

  // The questions answered so far; from now on the paper listens itself.
  end() {
    this.paper.removeEventListener("input", this.hear);
    return this.found;
  }
}
