#!/usr/bin/env python3
"""Makes words.txt from the French dictionary of Dicollecte: see README.md.

    python3 make.py fr.dic fr.aff > words.txt
"""
import collections
import os
import re
import sys

THIRD = {"3sg", "3pl"}
TENSES = [
    ("infi", "n"), ("ppre", "g"), ("ppas", "p"), ("ipre", "e"), ("iimp", "i"), ("ipsi", "s"),
    ("cond", "c"), ("ifut", "f"), ("spre", "j"), ("simp", "j"),
]


def suffixes(path):
    """The rules of each flag: what to strip, what to add, the condition, and what the form is."""
    rules = collections.defaultdict(list)
    for line in open(path, encoding="utf-8"):
        parts = line.split()
        if len(parts) >= 5 and parts[0] == "SFX" and not parts[3].isdigit():
            flag, strip, add, condition = parts[1:5]
            strip = "" if strip == "0" else strip
            add = add.split("/")[0]
            add = "" if add == "0" else add
            tags = {tag.rstrip("!") for tag in parts[5:]}
            rules[flag].append((strip, add, re.compile(f"(?:{condition})$"), tags))
    return rules


def entries(path):
    """Words with their flags and what they are."""
    for line in open(path, encoding="utf-8"):
        head, *tags = line.split()
        word, _, flags = head.partition("/")
        yield word, [flags[i:i + 2] for i in range(0, len(flags), 2)], {tag.rstrip("!") for tag in tags}


def expanded(word, flags, tags, rules):
    """All forms of a word."""
    if "()" not in flags:
        yield word, tags
    for flag in flags:
        for strip, add, condition, more in rules.get(flag, []):
            if condition.search(word) and word.endswith(strip):
                yield word[:len(word) - len(strip)] + add, tags | more


def codes(tags):
    """What a form is, in letters."""
    kinds = {tag[3:] for tag in tags if tag.startswith("po:")}
    marks = {tag[3:] for tag in tags if tag.startswith("is:")}
    gender = "m" if "mas" in marks else "f" if "fem" in marks else "e"
    number = "s" if "sg" in marks else "p" if "pl" in marks else "i"
    tenses = {letter for tense, letter in TENSES if tense in kinds}
    if tenses:
        for letter in sorted(tenses):
            if letter == "p":
                yield f"p{gender}{number}"
            elif letter in "ng":
                yield letter
            elif kinds & THIRD:
                yield from (letter + ("p" if person == "3pl" else "s") for person in sorted(kinds & THIRD))
        return
    if kinds & {"nom", "titr"}:
        yield f"N{gender}{number}"
    if "adj" in kinds:
        yield f"A{gender}{number}"


def main():
    rules = suffixes(sys.argv[2])
    tables = collections.defaultdict(set)
    for word, flags, tags in entries(sys.argv[1]):
        kinds = {tag[3:] for tag in tags if tag.startswith("po:")}
        verb = next((kind for kind in kinds if re.match(r"v[0-3]", kind)), None)
        wanted = verb or kinds & {"nom", "adj", "titr"}
        if not wanted or kinds & {"npr", "prn", "patr", "err", "pfx", "sfx"} or word != word.lower() or "." in word:
            continue
        if not verb and re.search(r"[\d']", word):
            continue
        forms = collections.defaultdict(set)
        for form, more in expanded(word, flags, tags, rules):
            for code in codes(more):
                forms[form.lower()].add(code)
        if not forms:
            continue
        if verb:
            # i t n p m e a: intransitive, transitive, …, with être, with avoir
            ways = verb.split("_", 1)[-1] if "_" in verb[:3] else verb[2:]
            ways = verb[3:] if verb[2:3] == "_" else ways
            mark = "t" if "t" in ways else ""
            being = ways[5:6] == "e" and ways[6:7] != "a"
            forms = {form: {code + (mark + ("e" if being else "")) * (code == "n") for code in all}
                     for form, all in forms.items()}
        stem = os.path.commonprefix(list(forms))
        table = " ".join(f"{form[len(stem):]}/{','.join(sorted(all))}" for form, all in sorted(forms.items()))
        tables[table].add(stem)
    for table, stems in sorted(tables.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        print(table)
        print(" ".join(sorted(stem or "-" for stem in stems)))


main()
