//! Who is who over small reports of our own: offices, acronyms, fathers and sons, scripts, and what the user decides.

use isnad::{
    Input, Isnad, Project,
    model::{Dossier, Entity, MentionForm},
};

/// A Libyan agency: a counterpart, "the latter", former and acting holders, an acronym.
const AGENCY: &str = "وكالة الأنباء الليبية\nبنغازي - الأحد 3 مارس 2024\n\nوزير الخارجية يلتقي نظيره الإيطالي\n\n\
التقى وزير الخارجية الليبي سالم الدرسي نظيره الإيطالي ماريو بنتيفوليو في طرابلس اليوم الأحد. وقال الدرسي إن المحادثات تناولت الهجرة. \
وأضاف بنتيفوليو أن بلاده ستدعم حرس السواحل.\n\
وأعلن رئيس جهاز المخابرات العامة المصرية، اللواء حسام كمال الجوهري، أن زيارته إلى بنغازي مثمرة. وأكد الأخير أن القاهرة تدعم الحل.\n\
وقال وزير الداخلية السابق فرج القطراني إن القوة لا تحل المشكلة. وصرح القائم بأعمال رئيس الحكومة، عماد الورفلي، بأن الانتخابات ستجرى في موعدها.\n\
وذكرت المنظمة الدولية للهجرة (IOM) أن 40 مهاجرا وصلوا.\n";

/// A paper of one camp: father and son, and a force called by its commander.
const PAPER: &str = "صحيفة الضفتين\nطرابلس - الاثنين 4 مارس 2024\n\nقوات حفتر تقصف\n\n\
قال عبد الحميد الدبيبة، رئيس حكومة الوحدة الوطنية، إن قوات حفتر قصفت المدينة. ووصف الدبيبة ما حدث بأنه عدوان. وقال رئيس الحكومة إن الرد سيأتي.\n\
ورفض خليفة حفتر الاتهام، وقال نجله صدام حفتر إن قواته لم تشارك. وقال صدام إن الهدنة قائمة.\n";

/// An English paper about the same.
const HERALD: &str = "Difatayn Herald\nTripoli, 4 March 2024\n\nDebeiba condemns shelling\n\n\
Prime Minister Abdul Hamid Debeiba condemned the shelling on Monday. Debeiba said the attack would not stand. \
Acting Foreign Minister Salem Darsi met his Italian counterpart, Mario Bentivoglio, in Tripoli. The latter said Rome would help. \
Former interior minister Faraj Qatrani said force solves nothing. \
The International Organization for Migration (IOM) said 40 migrants arrived. IOM staff were sent to Sirte.\n\
Khalifa Haftar denied it, and his son Saddam Haftar said his troops took no part.\n";

fn dossier(project: Project) -> Dossier {
    let inputs: Vec<Input> = [
        ("agency.txt", AGENCY),
        ("paper.txt", PAPER),
        ("herald.txt", HERALD),
    ]
    .map(|(name, text)| Input::new(name, text.as_bytes().to_vec()))
    .into();
    Isnad::new(project).dossier(&inputs)
}

/// The only entity that goes by this name.
fn called<'d>(dossier: &'d Dossier, name: &str) -> &'d Entity {
    let all: Vec<&Entity> = dossier
        .entities
        .iter()
        .filter(|e| e.forms.iter().any(|f| f.text == name))
        .collect();
    assert_eq!(all.len(), 1, "one entity is called {name}");
    all[0]
}

fn titled(entity: &Entity, title: &str) -> bool {
    entity.titles.iter().any(|t| t.text == title)
}

#[test]
fn one_person_in_two_scripts_and_spellings_is_one() {
    let d = dossier(Project::default());
    for (own, latin) in [
        ("عبد الحميد الدبيبة", "Abdul Hamid Debeiba"),
        ("سالم الدرسي", "Salem Darsi"),
        ("ماريو بنتيفوليو", "Mario Bentivoglio"),
        (
            "المنظمة الدولية للهجرة",
            "International Organization for Migration",
        ),
        ("المنظمة الدولية للهجرة", "IOM"),
    ] {
        assert_eq!(called(&d, own).id, called(&d, latin).id, "{own} = {latin}");
    }
    let why = &called(&d, "IOM").why;
    assert!(why.iter().any(|r| r.reason == "acronym"), "{why:?}");
}

#[test]
fn father_and_son_stay_apart_and_the_dossier_says_why() {
    let d = dossier(Project::default());
    let (father, son) = (called(&d, "خليفة حفتر"), called(&d, "صدام حفتر"));
    assert_ne!(father.id, son.id);
    assert_eq!(called(&d, "صدام").id, son.id, "by his given name alone");
    let told = isnad::explain_id(&d, "خليفة حفتر").unwrap();
    assert!(
        told.lines
            .iter()
            .any(|(_, l)| l == "because refused:surname-alone")
            && told.lines.iter().any(|(_, l)| l.ends_with("صدام حفتر")),
        "the refusal and its words are explained: {told:?}"
    );
}

/// Who each mention of a person with these words is, in the order of the report.
fn bearers<'d>(dossier: &'d Dossier, source: &str, words: &str) -> Vec<&'d str> {
    let report = dossier.reports.iter().find(|r| r.source == source).unwrap();
    let mentions = report.mentions.iter().filter(|m| m.text == words);
    mentions.map(|m| m.entity.as_str()).collect()
}

#[test]
fn a_surname_of_two_stays_open_unless_the_report_or_a_title_says_whose_it_is() {
    let both = "صحيفة الضفتين\nطرابلس - الاثنين 4 مارس 2024\n\nالقطراني ينفي\n\n\
        نفى اللواء فرج القطراني ما نسب إليه، وقال نجله العميد سالم القطراني إن قواته لم تشارك. \
        وأضاف القطراني أن الهدنة قائمة. وأكد العميد القطراني أن الطريق مفتوح.\n";
    let first = "صحيفة الساحل\nسبها - الثلاثاء 5 مارس 2024\n\nلقاء في سبها\n\n\
        وصل فرج القطراني إلى سبها. وقال القطراني إن الزيارة قصيرة. ورافقه نجله سالم القطراني. وأضاف القطراني أنه سيعود غدا.\n";
    let english = "Difatayn Herald\nTripoli, 7 March 2024\n\nA truce in the south\n\n\
        General Faraj Qatrani denied the report, and his son Colonel Salem Qatrani said his troops took no part. \
        Qatrani said the truce holds. Colonel Qatrani added that the road is open.\n";
    let inputs = [("both.txt", both), ("first.txt", first), ("english.txt", english)];
    let d = Isnad::default().dossier(&inputs.map(|(n, t)| Input::new(n, t.as_bytes().to_vec())));
    let (father, son) = (&*called(&d, "فرج القطراني").id, &*called(&d, "سالم القطراني").id);

    let (arabic, latin) = (
        bearers(&d, "both.txt", "القطراني"),
        bearers(&d, "english.txt", "Qatrani"),
    );
    assert_eq!(arabic.len(), 3);
    for open in [arabic[0], arabic[1], latin[0]] {
        assert!(open != father && open != son, "{open} is neither of the two");
        let entity = d.entities.iter().find(|e| e.id == open).unwrap();
        let refused = entity
            .why
            .iter()
            .filter(|r| r.reason == "refused:surname-of-several");
        assert_eq!(
            refused.count(),
            2,
            "one refusal for each bearer: {:?}",
            entity.why
        );
    }
    assert_eq!((arabic[2], latin[1]), (son, son), "the colonel is the son");
    assert_ne!(arabic[1], latin[0], "what is open in two reports is not one");

    assert_eq!(
        bearers(&d, "first.txt", "القطراني"),
        [father, father],
        "called so before another was named"
    );
}

#[test]
fn offices_keep_their_structure_and_lead_to_their_holders() {
    let d = dossier(Project::default());
    assert!(titled(called(&d, "فرج القطراني"), "وزير الداخلية السابق"));
    assert!(titled(called(&d, "فرج القطراني"), "Former interior minister"));
    assert!(titled(called(&d, "سالم الدرسي"), "Acting Foreign Minister"));
    assert!(titled(called(&d, "عماد الورفلي"), "القائم بأعمال رئيس الحكومة"));
    let head = called(&d, "حسام كمال الجوهري");
    assert!(
        titled(head, "رئيس جهاز المخابرات العامة المصرية، اللواء"),
        "{:?}",
        head.titles
    );
    assert_eq!(called(&d, "الأخير").id, head.id);
    assert_eq!(called(&d, "The latter").id, called(&d, "Mario Bentivoglio").id);
    assert_eq!(
        called(&d, "نظيره الإيطالي").id,
        called(&d, "ماريو بنتيفوليو").id,
        "the headline's counterpart"
    );
    assert_eq!(called(&d, "رئيس الحكومة").id, called(&d, "الدبيبة").id);
}

#[test]
fn an_office_that_two_could_hold_stays_open() {
    let text = "صحيفة الضفتين\nطرابلس - الاثنين 4 مارس 2024\n\nحكومتان وبيانان\n\n\
    قال رئيس الحكومة سالم الدرسي إن الميزانية جاهزة. وقال رئيس الحكومة فرج القطراني إن الميزانية باطلة.\n";
    let other =
        "صحيفة الساحل\nسبها - الثلاثاء 5 مارس 2024\n\nتعليق قصير\n\nأعلن رئيس الحكومة أن الطريق مفتوح.\n";
    let inputs = [("a.txt", text), ("b.txt", other)];
    let inputs = inputs.map(|(n, t)| Input::new(n, t.as_bytes().to_vec()));
    let d = Isnad::default().dossier(&inputs);
    let report = d.reports.iter().find(|r| r.source == "b.txt").unwrap();
    let office = report
        .mentions
        .iter()
        .find(|m| m.form == MentionForm::Title)
        .unwrap();
    for name in ["سالم الدرسي", "فرج القطراني"] {
        assert_ne!(office.entity, called(&d, name).id);
    }
}

#[test]
fn one_line_forbids_a_merge_and_the_dossier_says_so() {
    let apart = "[[different]]\nnames = [\"عبد الحميد الدبيبة\", \"Abdul Hamid Debeiba\"]\n";
    let d = dossier(Project::parse(apart).unwrap());
    let (a, b) = (
        called(&d, "عبد الحميد الدبيبة"),
        called(&d, "Abdul Hamid Debeiba"),
    );
    assert_ne!(a.id, b.id);
    assert!(
        a.why.iter().any(|r| r.reason == "refused:correction:different"),
        "{:?}",
        a.why
    );
}

#[test]
fn each_outlet_s_own_words_for_an_actor_are_kept() {
    let d = dossier(Project::default());
    let id = &called(&d, "عبد الحميد الدبيبة").id;
    let words = |outlet: &str| -> Vec<&str> {
        d.framing
            .iter()
            .filter(|f| &f.entity == id && f.outlet.as_deref() == Some(outlet))
            .flat_map(|f| f.words.iter().map(|w| w.text.as_str()))
            .collect()
    };
    assert!(words("صحيفة الضفتين").contains(&"عبد الحميد الدبيبة، رئيس حكومة الوحدة الوطنية"));
    assert!(words("Difatayn Herald").contains(&"Prime Minister Abdul Hamid Debeiba"));
}

/// The entity of the only mention of an office without a name.
fn office<'d>(dossier: &'d Dossier, source: &str) -> &'d Entity {
    let report = dossier.reports.iter().find(|r| r.source == source).unwrap();
    let alone = report
        .mentions
        .iter()
        .find(|m| m.form == MentionForm::Title)
        .unwrap();
    dossier.entities.iter().find(|e| e.id == alone.entity).unwrap()
}

fn reports(of: &[(&str, &str, &str)]) -> Dossier {
    let inputs: Vec<Input> = of
        .iter()
        .map(|(name, head, body)| {
            let outlet = if name.starts_with('a') {
                "صحيفة الضفتين"
            } else {
                "صحيفة الساحل"
            };
            let text = format!("{outlet}\nطرابلس - {head}\n\nتعليق قصير\n\n{body}\n");
            Input::new(*name, text.into_bytes())
        })
        .collect();
    Isnad::default().dossier(&inputs)
}

#[test]
fn an_office_alone_is_its_holder_s_of_that_day() {
    let d = reports(&[
        (
            "a1.txt",
            "الأحد 1 يناير 2023",
            "قال رئيس الحكومة الليبية سالم الدرسي إن الميزانية جاهزة.",
        ),
        (
            "a2.txt",
            "الأربعاء 1 مارس 2023",
            "قال رئيس الحكومة الليبية سالم الدرسي إن الميناء آمن.",
        ),
        (
            "b3.txt",
            "الأربعاء 1 فبراير 2023",
            "أعلن رئيس الحكومة الليبية أن الطريق مفتوح.",
        ),
        (
            "a4.txt",
            "الاثنين 1 يناير 2024",
            "قال رئيس الحكومة الليبية فرج القطراني إن الميزانية باطلة.",
        ),
        (
            "b5.txt",
            "السبت 20 يناير 2024",
            "أعلن رئيس الحكومة الليبية أن المطار مغلق.",
        ),
        (
            "b6.txt",
            "السبت 1 يوليو 2023",
            "أعلن رئيس الحكومة الليبية أن الميناء مغلق.",
        ),
    ]);
    let (first, second) = (called(&d, "سالم الدرسي"), called(&d, "فرج القطراني"));
    assert_eq!(office(&d, "b3.txt").id, first.id);
    assert_eq!(office(&d, "b5.txt").id, second.id);
    assert!(
        first.why.iter().any(|r| r.reason == "office-by-date"),
        "{:?}",
        first.why
    );
    // between the two it may be either
    let open = office(&d, "b6.txt");
    assert!(open.id != first.id && open.id != second.id);
    let refused = open
        .why
        .iter()
        .filter(|r| r.reason == "refused:office-of-several");
    assert_eq!(refused.count(), 2, "{:?}", open.why);
}

#[test]
fn an_office_that_rivals_claim_is_whom_the_outlet_calls_so() {
    let d = reports(&[
        (
            "a1.txt",
            "الأحد 1 يناير 2023",
            "قال رئيس الحكومة الليبية سالم الدرسي إن الميزانية جاهزة.",
        ),
        (
            "b1.txt",
            "الأحد 8 يناير 2023",
            "قال رئيس الحكومة الليبية فرج القطراني إن الميزانية باطلة.",
        ),
        (
            "a2.txt",
            "الأربعاء 1 فبراير 2023",
            "قال رئيس الحكومة الليبية سالم الدرسي إن الطريق مغلق.",
        ),
        (
            "b2.txt",
            "الأربعاء 8 فبراير 2023",
            "قال رئيس الحكومة الليبية فرج القطراني إن الطريق مفتوح.",
        ),
        (
            "a3.txt",
            "الجمعة 20 يناير 2023",
            "أعلن رئيس الحكومة الليبية أن المطار مغلق.",
        ),
        (
            "b3.txt",
            "الجمعة 20 يناير 2023",
            "أعلن رئيس الحكومة الليبية أن المطار مفتوح.",
        ),
    ]);
    let (west, east) = (called(&d, "سالم الدرسي"), called(&d, "فرج القطراني"));
    assert_eq!(office(&d, "a3.txt").id, west.id);
    assert_eq!(office(&d, "b3.txt").id, east.id);
    assert!(
        east.why.iter().any(|r| r.reason == "office-by-outlet"),
        "{:?}",
        east.why
    );
}

#[test]
fn one_line_forces_a_merge_and_the_dossier_says_so() {
    let apart = dossier(Project::default());
    assert_ne!(
        called(&apart, "عماد الورفلي").id,
        called(&apart, "سالم الدرسي").id
    );
    let one = "[[same]]\nnames = [\"عماد الورفلي\", \"سالم الدرسي\"]\n";
    let d = dossier(Project::parse(one).unwrap());
    let person = called(&d, "عماد الورفلي");
    assert_eq!(person.id, called(&d, "سالم الدرسي").id);
    assert!(
        person.why.iter().any(|r| r.reason == "correction:same"),
        "{:?}",
        person.why
    );
}

#[test]
fn deputies_and_spokesmen_are_not_their_principals() {
    let d = reports(&[(
        "a1.txt",
        "الأحد 1 يناير 2023",
        "التقى وزير الخارجية سالم الدرسي نائب وزير الخارجية عماد الورفلي. وقال المتحدث باسم وزارة الخارجية فرج القطراني إن اللقاء مثمر. \
         وأكد نائب وزير الخارجية أن العمل مستمر. وختم المتحدث المذكور بأن اللقاء سيتكرر.",
    )]);
    assert!(titled(called(&d, "عماد الورفلي"), "نائب وزير الخارجية"));
    assert!(titled(called(&d, "فرج القطراني"), "المتحدث باسم وزارة الخارجية"));
    assert!(!titled(called(&d, "سالم الدرسي"), "نائب وزير الخارجية"));
    assert_eq!(office(&d, "a1.txt").id, called(&d, "عماد الورفلي").id);
}

#[test]
fn countries_lead_to_wikidata_by_their_code_and_nobody_by_name_alone() {
    let d = reports(&[(
        "a1.txt",
        "الأحد 1 يناير 2023",
        "قال سالم الدرسي في طرابلس إن ليبيا تنتظر الانتخابات، وإن وفدا من مالي وصل إلى تونس.",
    )]);
    assert_eq!(
        called(&d, "ليبيا").same_as,
        ["http://www.wikidata.org/entity/Q1016"]
    );
    let english = Isnad::default().dossier(&[Input::new(
        "e.txt",
        "Difatayn Herald\nTunis, 7 March 2024\n\nTalks on Libya\n\nSalem Darsi said on Thursday that Libya was waiting for a vote.\n",
    )]);
    assert_eq!(
        called(&english, "Libya").same_as,
        ["http://www.wikidata.org/entity/Q1016"]
    );
    // a person, a city of several of that name, a country whose name is a word as well
    let sure = ["ليبيا", "تونس"];
    for entity in d.entities.iter().filter(|e| !sure.contains(&e.name.as_str())) {
        assert!(entity.same_as.is_empty(), "{}", entity.name);
    }
}
