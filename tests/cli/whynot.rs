//! `entente whynot`.

use crate::whatif::two_articles;

#[test]
fn what_fails_is_shown_with_what_comes_near() {
    let folder = two_articles();
    insta::assert_snapshot!(folder.see(&["whynot", "alone(\"Vilay\")"]), @r#"
    --- stdout
    alone("Vilay") does not hold: one rule could give it

      `alone` is empty

      rules/meetings.dl:10: none of 2 conditions holds
        fails holds("Vilay", _, _)
               facts/extracted/b2.dl:7, confidence 0.40 says so and does not count: it is doubtful
               `holds` is empty
        fails !met("Vilay", _)
               there is met("Vilay", "Tô Lâm") by rules/meetings.dl:5

      sentences that mention "Vilay"
        a1, sentence 2
          Vilay a rencontré Tô Lâm à Hanoï.
        a1, sentence 3
          Le ministre Vilay a visité Huê.
        b2, sentence 2
          Tô Lâm a reçu Vilay.
        b2, sentence 3
          Vilay a été maire.
    --- status 0
    "#);
    insta::assert_snapshot!(folder.see(&["whynot", "met(\"Vilai\", \"Tô Lâm\")", "--depth", "1"]), @r#"
    --- stdout
    met("Vilai", "Tô Lâm") does not hold: one rule could give it

      no tuple of `met` has "Vilai" as `p`: did you mean "Vilay"?

      rules/meetings.dl:5: 2 of 3 conditions hold together
        fails participant(e, "Vilai", _)
               near: participant("m", "Vilay", "attendee")
               near: participant("r", "Vilay", "guest")
        holds participant("m", "Tô Lâm", _)
        holds "Vilai" != "Tô Lâm"

      no sentence mentions "Vilai" and "Tô Lâm"
    --- status 0
    "#);
    insta::assert_snapshot!(folder.see(&["whynot", "meetings(\"Vilay\", 3)", "--as-of", "2025-03"]), @r#"
    --- stdout
    meetings("Vilay", 3) does not hold: one rule could give it

      no tuple of `meetings` has 3 as `times`

      rules/meetings.dl:7: 1 of 2 conditions hold together
        holds met("Vilay", _)
        fails 3 = count : { met("Vilay", _) }
               it is 1
    --- stderr
    note: 2 statements are left out, with 1 of 2 articles
    --- status 0
    "#);
}

#[test]
fn a_fact_that_does_not_count_is_named() {
    let folder = two_articles();
    insta::assert_snapshot!(folder.see(&["whynot", "holds(\"Vilay\", \"maire\", \"\")"]), @r#"
    --- stdout
    holds("Vilay", "maire", "") does not hold: no rule derives `holds`

      facts/extracted/b2.dl:7, confidence 0.40 says so and does not count: it is doubtful
      `holds` is empty
    --- status 0
    "#);
    insta::assert_snapshot!(folder.see(&["whynot", "participant(\"r\", \"Vilay\", _)", "--min-confidence", "0.7"]), @r#"
    --- stdout
    participant("r", "Vilay", _) does not hold: no rule derives `participant`

      facts/extracted/b2.dl:5, confidence 0.60 says so and does not count: it is below the confidence of 0.7
      near: participant("m", "Vilay", "attendee")
      near: participant("r", "Tô Lâm", "host")
    --- stderr
    note: 1 statement is left out
    --- status 0
    "#);
    insta::assert_snapshot!(folder.see(&["whynot", "participant(\"r\", \"Vilay\", _)", "--as-of", "2025-03"]), @r#"
    --- stdout
    participant("r", "Vilay", _) does not hold: no rule derives `participant`

      facts/extracted/b2.dl:5, confidence 0.60 says so and does not count: its article is later than 2025-03
      no tuple of `participant` has "r" as `id`
      near: participant("m", "Vilay", "attendee")
    --- stderr
    note: 2 statements are left out, with 1 of 2 articles
    --- status 0
    "#);
}

#[test]
fn programs_read_it_as_json() {
    let folder = two_articles();
    insta::assert_snapshot!(folder.see(&["whynot", "met(\"Vilay\", \"Hanoï\")", "--format", "json"]), @r#"
    --- stdout
    {
      "excluded": [],
      "fact": "met(\"Vilay\", \"Hanoï\")",
      "holds": false,
      "mentions": {
        "more": 0,
        "names": [
          "Vilay",
          "Hanoï"
        ],
        "sentences": [
          {
            "article": "a1",
            "sentence": 2,
            "text": "Vilay a rencontré Tô Lâm à Hanoï."
          }
        ]
      },
      "nearest": [
        [
          "Vilay",
          "Tô Lâm"
        ]
      ],
      "nearest_more": 0,
      "not_in_column": [
        {
          "column": "q",
          "did_you_mean": null,
          "value": "Hanoï"
        }
      ],
      "nowhere": [
        {
          "did_you_mean": null,
          "value": "Hanoï"
        }
      ],
      "rules": [
        {
          "conditions": [
            {
              "condition": "participant(\"m\", \"Vilay\", _)",
              "outcome": "holds"
            },
            {
              "condition": "participant(\"m\", \"Hanoï\", _)",
              "outcome": "fails",
              "why": {
                "missing": {
                  "excluded": [],
                  "nearest": [
                    [
                      "m",
                      "Tô Lâm",
                      "attendee"
                    ],
                    [
                      "m",
                      "Vilay",
                      "attendee"
                    ]
                  ],
                  "nearest_more": 0,
                  "not_in_column": [
                    {
                      "column": "who",
                      "did_you_mean": null,
                      "value": "Hanoï"
                    }
                  ],
                  "rules": [],
                  "set_aside": []
                }
              }
            },
            {
              "condition": "\"Vilay\" != \"Hanoï\"",
              "outcome": "holds"
            }
          ],
          "holding": 2,
          "rule": "rules/meetings.dl:5"
        }
      ],
      "set_aside": []
    }
    --- status 0
    "#);
    insta::assert_snapshot!(folder.see(&["whynot", "met(\"Vilay\", \"Tô Lâm\")", "--format", "json"]), @r#"
    --- stdout
    {
      "fact": "met(\"Vilay\", \"Tô Lâm\")",
      "holds": true
    }
    --- status 1
    "#);
}

#[test]
fn what_holds_ends_with_1_and_mistakes_with_2() {
    let folder = two_articles();
    insta::assert_snapshot!(folder.see(&["whynot", "met(\"Vilay\", \"Tô Lâm\")"]), @r#"
    --- stdout
    met("Vilay", "Tô Lâm") holds: `entente why 'met("Vilay", "Tô Lâm")'` shows why
    --- status 1
    "#);
    insta::assert_snapshot!(folder.see(&["whynot", "met(\"Vilay\""]), @r#"
    --- stderr
    error: expected an operator, `,` or `)`, found the end
     --> <fact>:1:12
      |
    1 | met("Vilay"
      |            ^

    --- status 2
    "#);
    insta::assert_snapshot!(folder.see(&["whynot", "met(p, q), met(q, p)"]), @r#"
    --- stderr
    error: this is not one fact
     --> <fact>:1:1
      |
    1 | met(p, q), met(q, p)
      | ^^^^^^^^^^^^^^^^^^^^
      |
      = help: name one relation with its values, `_` where any will do: `met("Tô Lâm", _, _)`

    --- status 2
    "#);
    insta::assert_snapshot!(folder.see(&["whynot", "mett(\"Vilay\")"]), @r#"
    --- stderr
    error: unknown relation `mett`
     --> <fact>:1:1
      |
    1 | mett("Vilay")
      | ^^^^
      |
      = help: did you mean `met`?

    --- status 2
    "#);
    insta::assert_snapshot!(folder.see(&["whynot", "met(_, _)", "--depth", "0"]), @"
    --- stderr
    error: invalid value '0' for '--depth <N>': not a number of levels: write 1 or more

    For more information, try '--help'.
    --- status 2
    ");
}
