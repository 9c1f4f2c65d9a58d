//! Those who work at the workplace (R133, R135).

use std::collections::BTreeSet;

use okno_app::{
    Error, approval,
    operator::{
        self, InvitationToken, SignedIn, choose_password,
        manage::{self, Change, Form, Outcome},
    },
};
use okno_domain::{
    operator::{OperatorId, OperatorStatus, Role},
    secret::Secret,
    time::DAY,
};
use okno_testkit::{
    World,
    citizen::{refused, secret},
    engine_test,
    operator::{PASSWORD, center, organization},
};

use super::{acts, administrator, faults};

fn invitation(login: &str, role: Role) -> Form {
    Form {
        login_name: login.to_owned(),
        name: "Новикова Н. Н.".to_owned(),
        role: role.name().to_owned(),
        center: center(1).to_string(),
        snils: "112-233-445 95".to_owned(),
        ..Form::default()
    }
}

/// Puts centers into the directory under names in files, of which invitations speak.
async fn named_center(world: &World, name: &str) -> okno_domain::operator::CenterId {
    let id = okno_app::service_center::center_id(name);
    world.open_center(id).await;
    id
}

fn token(link: &Secret) -> InvitationToken {
    InvitationToken::parse(link.expose().split_once("token=").unwrap().1).unwrap()
}

/// A second administrator agrees to the newest request of the first.
async fn agree(world: &World, second: &SignedIn) {
    let listed = approval::list(&world.cx(), second).await.unwrap();
    let request = listed.iter().find(|listed| listed.may_decide).unwrap();
    let at = (request.approval.request.center, request.approval.id);
    approval::decide(&world.cx(), second, at, true).await.unwrap();
}

async fn approved(
    world: &World,
    asker: &SignedIn,
    id: OperatorId,
    change: Change,
) -> okno_domain::approval::ApprovalId {
    let detail = manage::get(&world.cx(), asker, id).await.unwrap();
    let asked = detail.asked.iter().find(|asked| asked.change == change).unwrap();
    assert!(asked.is_approved);
    asked.id
}

engine_test! {
    /// R133, R135: an invited clerk chooses a password by the link, and works at the center in the days that were given.
    async fn an_invited_clerk_gets_in(store: Store) {
        let world = World::new(store).await;
        let at = named_center(&world, "moi-01").await;
        let admin = administrator(&world, "f.admin").await;
        let form = Form {
            center: "moi-01".to_owned(),
            valid_until: "2026-03-05".to_owned(),
            ..invitation("n.novikova", Role::Clerk)
        };
        let invited = manage::invite(&world.cx(), &admin, &form).await.unwrap();
        let link = invited.link.unwrap();
        let password = secret(PASSWORD);
        choose_password(&world.cx(), &token(&link), &password, &password, &secret("")).await.unwrap();
        let used = choose_password(&world.cx(), &token(&link), &password, &password, &secret("")).await;
        assert_eq!(refused(used).code, "operator-invitation-over");

        let found = manage::list(&world.cx(), &admin, "новикова", None).await.unwrap();
        assert_eq!(found.entries.len(), 1);
        assert_eq!((found.entries[0].centers.as_slice(), found.entries[0].organization), (&[at][..], Some(organization())));
        let again = manage::invite(&world.cx(), &admin, &form).await;
        assert_eq!(refused(again).code, "operator-name-taken");
        let written = acts(&world, &admin, 1).await;
        assert_eq!(written[0], ("operator-invited".to_owned(), "n.novikova clerk".to_owned()));
        let admitted = manage::get(&world.cx(), &admin, invited.id).await.unwrap().admissions.remove(0).admission;
        // The whole last day, by the clock of the center.
        assert!(admitted.holds("2026-03-05T20:59:59Z".parse().unwrap()));
        assert!(!admitted.holds("2026-03-05T21:00:00Z".parse().unwrap()));
    }

    /// What is wrong with an invitation is said at its field; without a fresh proof nobody is invited, and nobody makes
    /// themselves a second operator.
    async fn invitations_are_checked(store: Store) {
        let world = World::new(store).await;
        let admin = administrator(&world, "f.admin").await;
        let wrong = Form { role: "root".to_owned(), center: String::new(), snils: "1".to_owned(), ..invitation("я", Role::Clerk) };
        let told = faults(manage::invite(&world.cx(), &admin, &wrong).await);
        let fields: Vec<_> = told.iter().map(|(field, _)| *field).collect();
        assert_eq!(fields, ["login_name", "role", "snils"]);
        let unknown = Form { center: "nowhere".to_owned(), ..invitation("n.novikova", Role::Clerk) };
        assert_eq!(faults(manage::invite(&world.cx(), &admin, &unknown).await), [("center", "center-unknown")]);
        let nowhere = Form { center: String::new(), ..invitation("n.novikova", Role::Clerk) };
        assert_eq!(faults(manage::invite(&world.cx(), &admin, &nowhere).await), [("organization", "required")]);

        let own = okno_domain::identifier::snils::Snils::parse("112-233-445 95").ok();
        world.operator_with_snils("g.admin", Role::Administrator, &[], own).await;
        let other = world.operator_in("g.admin").await;
        let support = Form { center: String::new(), ..invitation("g.second", Role::Support) };
        assert_eq!(refused(manage::invite(&world.cx(), &other, &support).await).code, "operator-oneself");
        world.clock.advance_seconds(301);
        assert_eq!(refused(manage::invite(&world.cx(), &admin, &support).await).code, "operator-not-fresh");
    }

    /// A session at a center ends with the last day of the admission, and with the admission itself.
    async fn admissions_end(store: Store) {
        let world = World::new(store).await;
        world.open_center(center(1)).await;
        let admin = administrator(&world, "f.admin").await;
        let clerk = world.operator("a.petrova", Role::Clerk, &[center(1)]).await;
        manage::admit(&world.cx(), &admin, (clerk, center(1)), ("", "2026-03-02")).await.unwrap();
        world.clock.advance_seconds(30);
        let token = world.operator_token(&world.cx(), "a.petrova", PASSWORD).await.unwrap();
        assert!(operator::find(&world.cx(), &token).await.unwrap().is_some());
        let backwards = manage::admit(&world.cx(), &admin, (clerk, center(1)), ("2026-03-03", "2026-03-02")).await;
        assert_eq!(faults(backwards), [("valid_until", "period-backwards")]);
        manage::dismiss(&world.cx(), &admin, clerk, center(1)).await.unwrap();
        assert!(operator::find(&world.cx(), &token).await.unwrap().is_none());
        let again = manage::dismiss(&world.cx(), &admin, clerk, center(1)).await;
        assert!(matches!(again, Err(Error::NotFound)));
        manage::admit(&world.cx(), &admin, (clerk, center(1)), ("", "2026-03-01")).await.unwrap();
        world.clock.advance(DAY);
        let late = world.operator_token(&world.cx(), "a.petrova", PASSWORD).await;
        assert_eq!(refused(late).code, "operator-no-center-admitted");
        world.open_center(center(9)).await;
        let nowhere = manage::admit(&world.cx(), &admin, (clerk, center(8)), ("", "")).await;
        assert_eq!(faults(nowhere), [("center", "center-unknown")]);
    }

    /// Shutting somebody out takes two administrators, and every session ends at once; of two who do it one does.
    async fn two_shut_somebody_out(store: Store) {
        let world = World::new(store).await;
        let (first, second) = (administrator(&world, "f.admin").await, administrator(&world, "g.admin").await);
        let clerk = world.clerk("a.petrova", center(1)).await.operator.operator;
        world.clock.advance_seconds(30);
        let token = world.operator_token(&world.cx(), "a.petrova", PASSWORD).await.unwrap();
        let cx = world.cx();
        let asked = manage::change(&cx, &first, clerk, Change::Disable).await.unwrap();
        assert!(matches!(asked, Outcome::Asked));
        assert!(operator::find(&cx, &token).await.unwrap().is_some(), "nothing is done yet");
        agree(&world, &second).await;
        let id = approved(&world, &first, clerk, Change::Disable).await;
        // What was agreed to is this change of this operator, by the one who asked.
        let another = manage::execute(&cx, &first, clerk, (Change::ResetFactor, id)).await;
        assert_eq!(refused(another).code, "approval-changed");
        assert_eq!(refused(manage::execute(&cx, &second, clerk, (Change::Disable, id)).await).code, "approval-not-yours");
        let (one, other) = tokio::join!(
            manage::execute(&cx, &first, clerk, (Change::Disable, id)),
            manage::execute(&cx, &first, clerk, (Change::Disable, id))
        );
        assert!(one.is_ok() != other.is_ok());
        assert!(operator::find(&cx, &token).await.unwrap().is_none());
        let detail = manage::get(&cx, &first, clerk).await.unwrap();
        assert_eq!((detail.listed.status, detail.changes.contains(&Change::Enable)), (OperatorStatus::Disabled, true));
        assert_eq!(refused(manage::change(&cx, &first, clerk, Change::Disable).await).code, "operator-out-of-step");
        // Letting a clerk in again takes one.
        let enabled = manage::change(&cx, &first, clerk, Change::Enable).await.unwrap();
        assert!(matches!(enabled, Outcome::Done(None)));
    }

    /// A new administrator gets no link before a second one agrees; nobody changes themselves, whatever the login name.
    async fn two_make_an_administrator(store: Store) {
        let world = World::new(store).await;
        let (first, second) = (administrator(&world, "f.admin").await, administrator(&world, "g.admin").await);
        let cx = world.cx();
        let form = Form { snils: String::new(), center: String::new(), ..invitation("h.admin", Role::Administrator) };
        let invited = manage::invite(&cx, &first, &form).await.unwrap();
        assert!(invited.link.is_none());
        assert!(matches!(manage::change(&cx, &first, invited.id, Change::Enable).await.unwrap(), Outcome::Asked));
        assert_eq!(refused(manage::invite_again(&cx, &first, invited.id).await).code, "operator-out-of-step");
        agree(&world, &second).await;
        let id = approved(&world, &first, invited.id, Change::Enable).await;
        let done = manage::execute(&cx, &first, invited.id, (Change::Enable, id)).await.unwrap();
        let Outcome::Done(Some(link)) = done else { panic!("{done:?}") };
        assert!(operator::invitation(&cx, &token(&link)).await.is_ok());
        let own = manage::change(&cx, &first, first.operator, Change::ResetFactor).await;
        assert_eq!(refused(own).code, "operator-oneself");
        assert!(approval::has_second_administrator(&cx, &first).await.unwrap());
    }

    /// One person under two login names is not two who agree.
    async fn one_person_does_not_agree_to_themselves(store: Store) {
        let world = World::new(store).await;
        let own = || okno_domain::identifier::snils::Snils::parse("112-233-445 95").ok();
        world.operator_with_snils("f.admin", Role::Administrator, &[], own()).await;
        world.operator_with_snils("f.other", Role::Administrator, &[], own()).await;
        let (first, other) = (world.operator_in("f.admin").await, world.operator_in("f.other").await);
        let clerk = world.operator("a.petrova", Role::Clerk, &[center(1)]).await;
        let cx = world.cx();
        manage::change(&cx, &first, clerk, Change::Disable).await.unwrap();
        let listed = approval::list(&cx, &other).await.unwrap();
        let at = (None, listed[0].approval.id);
        assert_eq!(refused(approval::decide(&cx, &other, at, true).await).code, "approval-same-operator");
        let reset = manage::change(&cx, &first, other.operator, Change::ResetFactor).await;
        assert_eq!(refused(reset).code, "operator-oneself");
    }

    /// R133: a center's administrator looks after clerks of the own center who work nowhere else, and makes no others.
    async fn clerks_of_the_own_center_only(store: Store) {
        let world = World::new(store).await;
        for number in [1, 2] {
            world.open_center(center(number)).await;
        }
        world.operator("c.chief", Role::CenterAdministrator, &[center(1)]).await;
        world.operator("d.chief", Role::CenterAdministrator, &[center(1)]).await;
        let own = world.operator("a.petrova", Role::Clerk, &[center(1)]).await;
        let both = world.operator("b.sidorova", Role::Clerk, &[center(1), center(2)]).await;
        let foreign = world.operator("e.fern", Role::Clerk, &[center(2)]).await;
        let (chief, deputy) = (world.operator_in("c.chief").await, world.operator_in("d.chief").await);
        let cx = world.cx();
        let seen = manage::list(&cx, &chief, "", None).await.unwrap();
        let seen: BTreeSet<_> = seen.entries.iter().map(|one| one.login_name.as_str()).collect();
        assert_eq!(seen, BTreeSet::from(["a.petrova", "b.sidorova", "c.chief", "d.chief"]));
        assert!(matches!(manage::get(&cx, &chief, foreign).await, Err(Error::NotFound)));
        for (id, code) in [(both, "operator-other-center"), (deputy.operator, "operator-role"), (chief.operator, "operator-oneself")] {
            let detail = manage::get(&cx, &chief, id).await.unwrap();
            assert_eq!(detail.out_of_reach.unwrap().code, code);
            assert_eq!(refused(manage::change(&cx, &chief, id, Change::Disable).await).code, code);
        }
        let elsewhere = manage::admit(&cx, &chief, (own, center(2)), ("", "")).await;
        assert_eq!(refused(elsewhere).code, "operator-other-center");
        manage::dismiss(&cx, &chief, both, center(1)).await.unwrap();

        // Whatever the form says, it is a clerk of this center.
        let form = Form { role: "administrator".to_owned(), ..invitation("n.novikova", Role::Administrator) };
        let invited = manage::invite(&cx, &chief, &form).await.unwrap();
        let detail = manage::get(&cx, &chief, invited.id).await.unwrap();
        assert_eq!((detail.listed.role, detail.listed.centers.as_slice()), (Role::Clerk, &[center(1)][..]));
        assert!(invited.link.is_some());

        assert!(matches!(manage::change(&cx, &chief, own, Change::ResetFactor).await.unwrap(), Outcome::Asked));
        let clerk = world.clerk("x.clerk", center(1)).await;
        let listed = approval::list(&world.cx(), &clerk).await.unwrap();
        assert!(listed.iter().all(|listed| !listed.may_decide), "clerks do not decide about clerks");
        let deputy = world.operator_in("d.chief").await;
        agree(&world, &deputy).await;
        let chief = world.operator_in("c.chief").await;
        let id = approved(&world, &chief, own, Change::ResetFactor).await;
        manage::execute(&world.cx(), &chief, own, (Change::ResetFactor, id)).await.unwrap();
        assert!(manage::get(&world.cx(), &chief, own).await.unwrap().listed.second_factor_since.is_none());
    }

    /// R133: clerks and the support look after nobody.
    async fn not_by_others(store: Store) {
        let world = World::new(store).await;
        let clerk = world.clerk("a.petrova", center(1)).await;
        world.operator("e.help", Role::Support, &[]).await;
        let support = world.operator_in("e.help").await;
        let cx = world.cx();
        for other in [&*clerk, &support] {
            assert_eq!(refused(manage::list(&cx, other, "", None).await).code, "operator-role");
            assert_eq!(refused(manage::invite(&cx, other, &invitation("n.n", Role::Clerk)).await).code, "operator-role");
        }
    }

    /// A list of many goes page by page.
    async fn many_are_listed_page_by_page(store: Store) {
        let world = World::new(store).await;
        let admin = administrator(&world, "f.admin").await;
        for number in 0..30 {
            world.operator(&format!("clerk-{number:02}"), Role::Clerk, &[]).await;
        }
        let cx = world.cx();
        let first = manage::list(&cx, &admin, "clerk", None).await.unwrap();
        assert_eq!(first.entries.len(), 25);
        let second = manage::list(&cx, &admin, "clerk", first.next).await.unwrap();
        assert_eq!((second.entries.len(), second.next), (5, None));
    }
}
