"""Paths through a branching situation: where one leads, what it earns, and what keeps a situation from use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from exams.item_types.registry import Payload, Place, Way, ids_of, part_of, read_decimal

END = "end"


def path_of(value: object) -> list[str]:
    """Return the choices of a response; none for no answer."""
    return list(value.get("path", [])) if isinstance(value, dict) else []


def _nodes(body: Payload) -> dict[str, Payload]:
    return {node["id"]: node for node in body["nodes"]}


def walk(body: Payload, key: Payload, path: Sequence[str]) -> Iterator[tuple[Payload, str | None]]:
    """Yield each node reached with the choice made there; None at the node where one stands now.

    A choice that is not offered where it stands in the path ends the walk at that node, as if it were not made.
    """
    nodes, place = _nodes(body), body["start"]
    for choice in path:
        node = nodes.get(place)
        if node is None or choice not in ids_of(node.get("choices", [])):
            break
        yield node, choice
        place = key["leads"][choice]
    if place in nodes:
        yield nodes[place], None


def places(body: Payload, key: Payload) -> list[Place]:
    """Return all places, the first where it begins; of what is half written as much as there is."""
    nodes = sorted(body.get("nodes", []), key=lambda node: node["id"] != body.get("start"))
    numbers = {node["id"]: number for number, node in enumerate(nodes, start=1)}
    leads, shares, said = key.get("leads", {}), key.get("shares", {}), key.get("feedback", {})

    def way(choice: Payload) -> Way:
        name = choice["id"]
        to = numbers.get(leads.get(name, END))
        return Way(choice["text"], to, shares.get(name, "0"), name in key.get("fatal", []), said.get(name, ""))

    return [
        Place(
            numbers[node["id"]], node["text"], node.get("picture", ""), [way(c) for c in node.get("choices", [])]
        )
        for node in nodes
    ]


def node_at(body: Payload, key: Payload, path: Sequence[str]) -> Payload | None:
    """Return the node that a path leads to; None when it is over."""
    return next((node for node, chosen in walk(body, key, path) if chosen is None), None)


def best_path(body: Payload, key: Payload) -> list[str]:
    """Return the shortest path to an end on which every choice earns its full share; none when there is none."""
    nodes = _nodes(body)
    paths: list[tuple[list[str], str]] = [([], body["start"])]
    while paths:
        longer: list[tuple[list[str], str]] = []
        for path, place in paths:
            choices = nodes[place].get("choices", []) if place in nodes else []
            if not choices and path:
                return path
            good = [c for c in ids_of(choices) if Decimal(key["shares"][c]) == 1 and c not in key["fatal"]]
            longer += [([*path, choice], key["leads"][choice]) for choice in good if choice not in path]
        paths = longer
    return []


def path_share(body: Payload, key: Payload, path: Sequence[str]) -> Decimal:
    """Return the share that a path earns, 0 to 1; 0 with a fatal choice on it."""
    made = [chosen for _node, chosen in walk(body, key, path) if chosen is not None]
    if not made or set(made) & set(key["fatal"]):
        return Decimal(0)
    earned = sum((Decimal(key["shares"][choice]) for choice in made), Decimal(0))
    return part_of(earned, max(len(made), len(best_path(body, key))))


def path_problems(body: Payload, key: Payload) -> list[str]:
    """Return codes of what is wrong with nodes, leads and shares."""
    nodes = body.get("nodes", [])
    ids = [node.get("id") for node in nodes]
    choices = [choice for node in nodes for choice in node.get("choices", [])]
    names = ids_of(choices)
    if len(set(ids)) != len(ids) or END in ids or body.get("start") not in ids:
        return ["nodes_unfit"]
    if len(set(names)) != len(names) or set(key.get("leads", {})) != set(names):
        return ["leads_do_not_fit"]
    if not set(key["leads"].values()) <= {*ids, END}:
        return ["leads_do_not_fit"]
    if set(key.get("shares", {})) != set(names) or not set(key.get("fatal", [])) <= set(names):
        return ["shares_do_not_fit"]
    return _deeper_problems(body, key)


def _deeper_problems(body: Payload, key: Payload) -> list[str]:
    nodes, found = _nodes(body), []
    shares = [read_decimal(share) for share in key["shares"].values()]
    if any(share is None or not 0 <= share <= 1 for share in shares):
        return ["share_out_of_range"]
    rows = [row for node in body["nodes"] for row in (node, *node.get("choices", []))]
    if not all(str(row.get("text", "")).strip() for row in rows):
        found.append("node_without_text")
    if any(len(node.get("choices", [])) == 1 for node in nodes.values()) or not nodes[body["start"]].get(
        "choices"
    ):
        found.append("node_with_one_choice")
    if any(nodes.get(key["leads"][fatal], {}).get("choices") for fatal in key["fatal"]):
        found.append("fatal_choice_goes_on")
    if _has_loop(body, key):
        return [*found, "path_has_a_loop"]
    if _reached(body, key) != set(nodes):
        found.append("node_never_reached")
    if not best_path(body, key):
        found.append("no_perfect_path")
    return found


def _after(node: Payload, key: Payload) -> list[str]:
    return [key["leads"][choice] for choice in ids_of(node.get("choices", []))]


def _reached(body: Payload, key: Payload) -> set[str]:
    nodes, reached, waiting = _nodes(body), set(), [body["start"]]
    while waiting:
        place = waiting.pop()
        if place in nodes and place not in reached:
            reached.add(place)
            waiting += _after(nodes[place], key)
    return reached


def _has_loop(body: Payload, key: Payload) -> bool:
    # Nodes from which no other open node can be reached are taken away until none is left, or a loop is.
    open_nodes = _nodes(body)
    while True:
        ended = [name for name, node in open_nodes.items() if not set(_after(node, key)) & set(open_nodes)]
        if not ended:
            return bool(open_nodes)
        for name in ended:
            del open_nodes[name]
