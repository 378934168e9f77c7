"""Small playbooks for tests: the moment is the subject, the text is beside it."""

from textwrap import indent


def playbook(when: str, then: str = "- send: hello", *, purpose: str = "order", **parts: str) -> str:
    """A whole playbook. `hello` and `more` are its texts, others come by their names."""
    texts = {"hello": "Hei {name}!", "more": "Kerro lisää.", "thanks": "Kiitos!"}
    texts |= {name[5:]: text for name, text in parts.items() if name.startswith("text_")}
    said = "".join(f'  {name}: {{fi: "{text}"}}\n' for name, text in texts.items() if f": {name}" in then)
    rest = "".join(f"{name}: {value}\n" for name, value in parts.items() if not name.startswith("text_"))
    return (
        f"tekstari: 1\nname: Kokeilu\npurpose: {purpose}\nwhen:\n{indent(when, '  ')}\n{rest}"
        f"texts:\n{said}then:\n{indent(then, '  ')}\n"
    )
