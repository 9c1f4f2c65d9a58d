//! The operators' work on requests.

use okno_app::{
    Error, audit, notification,
    support::{self, Reader, SupportToken, desk},
};
use okno_domain::{
    operator::Role,
    support::{RequestState, ScanState},
};
use okno_testkit::{citizen::refused, engine_test, operator::center, person::citizen_form};

use super::scene::{EMAIL, PHONE, Scene, file, request};

engine_test! {
    /// R225: the oldest comes first; it is read once it is taken, answered and closed; the person sees every step, and is
    /// told of the answer.
    async fn from_the_queue_to_the_answer(store: Store) {
        let scene = Scene::new(store).await;
        let world = &scene.world;
        let anna = world.citizen(PHONE).await;
        let helper = scene.helper("e.help").await;
        let first = support::write(&world.cx(), Some(&anna), request("", vec![file("a.txt", b"a")])).await.unwrap();
        world.clock.advance_seconds(1);
        let second = support::write(&world.cx(), None, request(EMAIL, Vec::new())).await.unwrap();
        let queue = desk::queue(&world.cx(), &helper).await.unwrap();
        let ids: Vec<_> = queue.iter().map(|queued| queued.request.id).collect();
        assert_eq!(ids, [first.id, second.id]);

        assert_eq!(refused(desk::read(&world.cx(), &helper, first.id).await).code, "support-not-taken");
        desk::take(&world.cx(), &helper, first.id).await.unwrap();
        let read = desk::read(&world.cx(), &helper, first.id).await.unwrap();
        assert_eq!(read.said[0].text, "Данные не совпали.");
        let attached = read.said[0].files[0].id;
        let closed = desk::open_file(&world.cx(), &helper, first.id, attached).await;
        assert_eq!(refused(closed).code, "support-file-closed");
        world.drain().await;
        desk::open_file(&world.cx(), &helper, first.id, attached).await.unwrap();

        desk::answer(&world.cx(), &helper, first.id, "Проверьте отчество.").await.unwrap();
        world.drain().await;
        let said = support::read(&world.cx(), Reader::Person(&anna, first.id)).await.unwrap();
        assert_eq!((said.request.state, said.said.len(), said.said[1].by_support), (RequestState::Answered, 2, true));
        assert_eq!(said.said[0].files[0].scan, ScanState::Clean);
        assert_eq!(world.sms.last_to(PHONE).unwrap().message.kind, desk::ANSWERED);
        let feed = notification::feed(&world.cx(), anna.id(), 10).await.unwrap();
        assert_eq!(feed[0].kind, desk::ANSWERED);
        let history = audit::history(&world.cx(), &anna, None, 10).await.unwrap();
        let acts: Vec<_> = history.iter().map(|entry| entry.act.as_str()).take(5).collect();
        assert_eq!(acts, ["support-answered", "operator-looked", "operator-looked", "support-taken", "support-written"]);
        assert!(history[0].actor.starts_with("operator:e.help"));

        // It waits again when the person writes once more, behind the other one.
        world.clock.advance_seconds(1);
        support::write_more(&world.cx(), Reader::Person(&anna, first.id), "Проверил.", Vec::new()).await.unwrap();
        let queue = desk::queue(&world.cx(), &helper).await.unwrap();
        let ids: Vec<_> = queue.iter().map(|queued| queued.request.id).collect();
        assert_eq!(ids, [second.id, first.id]);
        desk::take(&world.cx(), &helper, first.id).await.unwrap();
        desk::close(&world.cx(), &helper, first.id).await.unwrap();
        let more = support::write_more(&world.cx(), Reader::Person(&anna, first.id), "x", Vec::new()).await;
        assert_eq!(refused(more).code, "support-closed");
        assert!(audit::verify(&mut world.app.store.read().await.unwrap(), anna.id()).await.unwrap().is_ok());
    }

    /// R224: a visitor gets the link to the answer at the contact given for it.
    async fn a_visitor_is_told(store: Store) {
        let scene = Scene::new(store).await;
        let world = &scene.world;
        let helper = scene.helper("e.help").await;
        let written = support::write(&world.cx(), None, request(EMAIL, Vec::new())).await.unwrap();
        desk::take(&world.cx(), &helper, written.id).await.unwrap();
        desk::answer(&world.cx(), &helper, written.id, "Позвоните нам.").await.unwrap();
        world.drain().await;
        let sent = world.mail.last_to(EMAIL).unwrap();
        assert_eq!(sent.message.kind, desk::ANSWERED);
        let link = SupportToken::parse(sent.token()).unwrap();
        let read = support::read(&world.cx(), Reader::Link(&link)).await.unwrap();
        assert_eq!(read.said[1].text, "Позвоните нам.");
    }

    /// R225: of two operators who take a request at once one has it; the other neither reads nor answers it.
    async fn one_of_two_takes_it(store: Store) {
        let scene = Scene::new(store).await;
        let world = &scene.world;
        let (one, other) = (scene.helper("e.help").await, scene.helper("k.help").await);
        let id = support::write(&world.cx(), None, request(EMAIL, Vec::new())).await.unwrap().id;
        let (here, there) = (world.cx(), world.cx());
        let (first, second) = tokio::join!(desk::take(&here, &one, id), desk::take(&there, &other, id));
        let (winner, loser) = match (first, second) {
            (Ok(()), Err(Error::Refused(_) | Error::Conflict)) => (&one, &other),
            (Err(Error::Refused(_) | Error::Conflict), Ok(())) => (&other, &one),
            (first, second) => unreachable!("{first:?} and {second:?}"),
        };
        desk::read(&world.cx(), winner, id).await.unwrap();
        assert_eq!(refused(desk::read(&world.cx(), loser, id).await).code, "support-taken");
        assert_eq!(refused(desk::answer(&world.cx(), loser, id, "x").await).code, "support-taken");
        assert_eq!(refused(desk::close(&world.cx(), loser, id).await).code, "support-taken");
        desk::release(&world.cx(), winner, id).await.unwrap();
        desk::take(&world.cx(), loser, id).await.unwrap();
    }

    /// R225: an answer and a further message at the same time: both are there, and nobody is left without an answer.
    async fn an_answer_and_a_further_message(store: Store) {
        let scene = Scene::new(store).await;
        let world = &scene.world;
        let anna = world.citizen(PHONE).await;
        let helper = scene.helper("e.help").await;
        let id = support::write(&world.cx(), Some(&anna), request("", Vec::new())).await.unwrap().id;
        desk::take(&world.cx(), &helper, id).await.unwrap();
        let (here, there) = (world.cx(), world.cx());
        let reader = Reader::Person(&anna, id);
        let (answered, more) = tokio::join!(
            here.again(|| desk::answer(&here, &helper, id, "Ответ.")),
            there.again(|| support::write_more(&there, reader, "Ещё.", Vec::new())),
        );
        answered.unwrap();
        more.unwrap();
        assert_eq!(support::read(&world.cx(), reader).await.unwrap().said.len(), 3);
    }

    /// R133, R225: nobody but the support works on requests, and nobody on their own.
    async fn nobody_else_works_on_requests(store: Store) {
        let scene = Scene::new(store).await;
        let world = &scene.world;
        let id = support::write(&world.cx(), None, request(EMAIL, Vec::new())).await.unwrap().id;
        for role in [Role::Clerk, Role::CenterAdministrator, Role::Administrator] {
            let login = role.name().replace('_', "-");
            world.operator(&login, role, &[center(1)]).await;
            let operator = world.operator_in(&login).await;
            assert_eq!(refused(desk::queue(&world.cx(), &operator).await).code, "operator-role");
            assert_eq!(refused(desk::take(&world.cx(), &operator, id).await).code, "operator-role");
            assert_eq!(refused(desk::read(&world.cx(), &operator, id).await).code, "operator-role");
        }
        let anna = world.standard_citizen(PHONE, &citizen_form()).await;
        let snils = okno_domain::identifier::snils::Snils::parse(&anna.person.snils).unwrap();
        world.operator_with_snils("a.help", Role::Support, &[], Some(snils)).await;
        let herself = world.operator_in("a.help").await;
        let own = support::write(&world.cx(), Some(&anna), request("", Vec::new())).await.unwrap().id;
        assert_eq!(refused(desk::take(&world.cx(), &herself, own).await).code, "operator-oneself");
    }
}
