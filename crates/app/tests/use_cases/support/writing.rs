//! What people write, and the files that come with it.

use okno_app::{
    Error, audit,
    support::{self, Reader, SupportToken},
};
use okno_domain::{
    support::{MOST_FILE_BYTES, RequestState, ScanState},
    time::SignedDuration,
};
use okno_testkit::{World, antivirus::VIRUS, citizen::refused, engine_test};

use super::scene::{EMAIL, PHONE, Scene, file, request};

fn faults<T>(result: Result<T, Error>) -> Vec<(&'static str, &'static str)> {
    match result {
        Err(Error::Fields(faults)) => faults.iter().map(|fault| (fault.field, fault.code)).collect(),
        Err(other) => unreachable!("no faults but {other:?}"),
        Ok(_) => unreachable!("no faults"),
    }
}

engine_test! {
    /// R223, R224: a person at level Simplified writes with files, and finds the request again; nobody else does.
    async fn a_person_writes(store: Store) {
        let scene = Scene::new(store).await;
        let world = &scene.world;
        let anna = world.citizen(PHONE).await;
        let new = request("", vec![file("c:\\snils.exe", b"%PDF-1.7 snils"), file("заметка", b"text")]);
        let written = support::write(&world.cx(), Some(&anna), new).await.unwrap();
        assert!(written.link.is_none());
        let reader = Reader::Person(&anna, written.id);
        let read = support::read(&world.cx(), reader).await.unwrap();
        assert_eq!((read.said.len(), read.said[0].text.as_str()), (1, "Данные не совпали."));
        let files = &read.said[0].files;
        let names: Vec<_> = files.iter().map(|file| (file.name.as_str(), file.scan)).collect();
        assert_eq!(names, [("snils.exe", ScanState::Waiting), ("заметка", ScanState::Waiting)]);
        let closed = support::open_file(&world.cx(), reader, files[0].id).await;
        assert_eq!(refused(closed).code, "support-file-closed");
        world.drain().await;
        let opened = support::open_file(&world.cx(), reader, files[0].id).await.unwrap();
        assert_eq!((opened.name.as_str(), &opened.content[..]), ("snils.pdf", &b"%PDF-1.7 snils"[..]));

        let listed = support::list(&world.cx(), &anna).await.unwrap();
        assert_eq!((listed.len(), listed[0].request.state), (1, RequestState::Waiting));
        let entry = audit::history(&world.cx(), &anna, None, 1).await.unwrap().remove(0);
        assert_eq!((entry.act.as_str(), entry.detail.as_str()), ("support-written", written.number.as_str()));

        let boris = world.citizen("+79123456780").await;
        let other = Reader::Person(&boris, written.id);
        assert!(matches!(support::read(&world.cx(), other).await, Err(Error::NotFound)));
        assert!(matches!(support::open_file(&world.cx(), other, files[0].id).await, Err(Error::NotFound)));
        assert!(matches!(support::write_more(&world.cx(), other, "x", Vec::new()).await, Err(Error::NotFound)));
        assert!(support::list(&world.cx(), &boris).await.unwrap().is_empty());
    }

    /// R223: a visitor writes too, and comes back by the link alone.
    async fn a_visitor_writes(store: Store) {
        let scene = Scene::new(store).await;
        let world = &scene.world;
        let written = support::write(&world.cx(), None, request(EMAIL, Vec::new())).await.unwrap();
        let link = SupportToken::parse(written.link.unwrap().encode().expose()).unwrap();
        let read = support::read(&world.cx(), Reader::Link(&link)).await.unwrap();
        assert_eq!(read.contact.unwrap().expose(), EMAIL);
        support::write_more(&world.cx(), Reader::Link(&link), "И ещё.", Vec::new()).await.unwrap();
        assert_eq!(support::read(&world.cx(), Reader::Link(&link)).await.unwrap().said.len(), 2);
        // Any other secret opens nothing.
        let text = link.encode().expose().to_owned();
        let other = if text.starts_with('A') { text.replacen('A', "B", 1) } else { format!("A{}", &text[1..]) };
        let turned: String = text.chars().take(40).chain(text.chars().skip(40).map(|_| 'A')).collect();
        for forged in [other, turned] {
            let forged = SupportToken::parse(&forged).unwrap();
            assert!(matches!(support::read(&world.cx(), Reader::Link(&forged)).await, Err(Error::NotFound)));
        }
        // Nobody reads a person's request by a link, or a visitor's as a person.
        let anna = world.citizen(PHONE).await;
        let by_person = support::read(&world.cx(), Reader::Person(&anna, written.id)).await;
        assert!(matches!(by_person, Err(Error::NotFound)));
    }

    /// R224: what is missing, too long, too large or of no known kind is told at its field, all at once.
    async fn faults_are_told_at_their_fields(store: Store) {
        let scene = Scene::new(store).await;
        let cx = scene.world.cx();
        let empty = support::NewRequest::default();
        let expected = [("topic", "required"), ("message", "required"), ("contact", "required")];
        assert_eq!(faults(support::write(&cx, None, empty).await), expected);
        let mut new = request("anna", vec![file("setup.exe", b"MZ\0\x01")]);
        new.message = "x".repeat(4001);
        let expected =
            [("message", "support-message-long"), ("attachment", "support-file-kind"), ("contact", "login-contact")];
        assert_eq!(faults(support::write(&cx, None, new).await), expected);
        let large = request(EMAIL, vec![file("a.txt", &vec![b'a'; MOST_FILE_BYTES + 1])]);
        assert_eq!(faults(support::write(&cx, None, large).await), [("attachment", "support-file-large")]);
        let many = request(EMAIL, vec![file("a", b"a"); 6]);
        assert_eq!(faults(support::write(&cx, None, many).await), [("attachment", "support-files-many")]);
    }

    /// R224: without a scanner no files are taken; with one that is away the message is there, and the file is closed
    /// until it has been looked at.
    async fn files_wait_for_the_scanner(store: Store) {
        let scene = Scene::new(store).await;
        let world = &scene.world;
        let anna = world.citizen(PHONE).await;
        world.drain().await;
        scene.antivirus.away(true);
        let new = request("", vec![file("a.txt", b"clean"), file("b.txt", VIRUS)]);
        let id = support::write(&world.cx(), Some(&anna), new).await.unwrap().id;
        world.drain().await;
        let reader = Reader::Person(&anna, id);
        let read = support::read(&world.cx(), reader).await.unwrap();
        assert!(read.said[0].files.iter().all(|file| file.scan == ScanState::Waiting));
        // However long it is away, the files are not forgotten.
        for _ in 0..30 {
            world.clock.advance(SignedDuration::from_mins(15));
            world.drain().await;
        }
        scene.antivirus.away(false);
        world.clock.advance(SignedDuration::from_mins(15));
        world.drain().await;
        let read = support::read(&world.cx(), reader).await.unwrap();
        let found: Vec<_> = read.said[0].files.iter().map(|file| file.scan).collect();
        assert_eq!(found, [ScanState::Clean, ScanState::Infected]);
        let infected = support::open_file(&world.cx(), reader, read.said[0].files[1].id).await;
        assert_eq!(refused(infected).code, "support-file-closed");
        assert_eq!(scene.antivirus.scans(), 2);
    }

    /// R224: without a scanner no files are taken, and messages are.
    async fn no_scanner_no_files(store: Store) {
        let world = World::new(store).await;
        let with_file = support::write(&world.cx(), None, request(EMAIL, vec![file("a.txt", b"a")])).await;
        assert_eq!(faults(with_file), [("attachment", "support-files-not-taken")]);
        support::write(&world.cx(), None, request(EMAIL, Vec::new())).await.unwrap();
    }

    /// R224: a flood ends, for a person, for a contact that strangers name, and for a network.
    async fn floods_end(store: Store) {
        let scene = Scene::new(store).await;
        let world = &scene.world;
        for _ in 0..5 {
            support::write(&world.cx(), None, request(EMAIL, Vec::new())).await.unwrap();
        }
        let sixth = support::write(&world.cx(), None, request(EMAIL, Vec::new())).await;
        assert_eq!(refused(sixth).code, "support-too-many");
        support::write(&world.cx(), None, request("boris@example.org", Vec::new())).await.unwrap();
        let anna = world.citizen(PHONE).await;
        let elsewhere = || world.cx_from("198.51.100.0/24");
        for _ in 0..20 {
            support::write(&elsewhere(), Some(&anna), request("", Vec::new())).await.unwrap();
        }
        let one_more = support::write(&elsewhere(), Some(&anna), request("", Vec::new())).await;
        assert_eq!(refused(one_more).code, "support-too-many");
        for number in 0..24 {
            let contact = format!("person{number}@example.org");
            support::write(&world.cx(), None, request(&contact, Vec::new())).await.unwrap();
        }
        let network = support::write(&world.cx(), None, request("last@example.org", Vec::new())).await;
        assert_eq!(refused(network).code, "support-too-many");
        world.clock.advance(SignedDuration::from_hours(25));
        support::write(&world.cx(), None, request(EMAIL, Vec::new())).await.unwrap();
    }

    /// R244: nothing that was written can be read in the database.
    async fn what_is_written_is_sealed(store: Store) {
        let scene = Scene::new(store).await;
        let world = &scene.world;
        let new = request(EMAIL, vec![file("passport.txt", b"4008 123456")]);
        let id = support::write(&world.cx(), None, new).await.unwrap().id;
        let mut read = world.app.store.read().await.unwrap();
        let row = okno_store::support::find(&mut read, id).await.unwrap().unwrap();
        let files = okno_store::support::files(&mut read, id).await.unwrap();
        let content = okno_store::support::content(&mut read, id, files[0].id).await.unwrap().unwrap();
        let messages = okno_store::support::messages(&mut read, id).await.unwrap();
        for (sealed, plain) in [
            (&row.detail_sealed, EMAIL.as_bytes()),
            (&files[0].name_sealed, b"passport"),
            (&content, b"4008 123456"),
            (&messages[0].text_sealed, "Данные".as_bytes()),
        ] {
            assert!(!sealed.windows(plain.len()).any(|window| window == plain));
        }
    }
}
