//! Evidence taken back with a colleague's consent, and the level that follows.

use okno_app::{
    Error, approval, audit, evidence,
    operator::SignedIn as Operator,
    person,
    ports::RegistryResult,
    session::SignedIn,
    support::{
        self, desk,
        withdraw::{self, Log},
    },
    verification,
};
use okno_domain::{
    account::AccountLevel, approval::ApprovalId, evidence::EvidenceId, operator::Role, support::SupportRequestId,
};
use okno_store::account as accounts;
use okno_testkit::{
    World,
    citizen::{faults, refused},
    engine_test,
    person::citizen_form,
};

use super::scene::{PHONE, request};

/// Anna is confirmed, verified by both registries, and has written; a helper has the request in hand.
struct Case {
    world: World,
    anna: SignedIn,
    helper: Operator,
    admin: Operator,
    id: SupportRequestId,
}

impl Case {
    async fn new(store: okno_testkit::store::Store) -> Self {
        let (world, pension, ministry) = World::with_registries(store).await;
        let anna = world.citizen(PHONE).await;
        person::submit(&world.cx(), &anna, &citizen_form()).await.unwrap();
        world.drain().await;
        for (registry, name) in [(&pension, "pension_fund"), (&ministry, "interior_ministry")] {
            let signed = registry.answer(&RegistryResult::Match, world.clock.get());
            verification::take_answer(&world.cx(), name, &signed).await.unwrap();
        }
        world.confirm_by_hand(anna.id()).await;
        let id = support::write(&world.cx(), Some(&anna), request("", Vec::new())).await.unwrap().id;
        world.drain().await;
        world.operator("e.help", Role::Support, &[]).await;
        world.operator("f.admin", Role::Administrator, &[]).await;
        let (helper, admin) = (world.operator_in("e.help").await, world.operator_in("f.admin").await);
        desk::take(&world.cx(), &helper, id).await.unwrap();
        Self { world, anna, helper, admin, id }
    }

    async fn log(&self) -> Log {
        withdraw::log(&self.world.cx(), &self.helper, self.id).await.unwrap()
    }

    /// Asks for one entry and has the administrator agree.
    async fn agreed(&self, entry: usize) -> (EvidenceId, ApprovalId) {
        let evidence = self.log().await.entries[entry].row.evidence.id;
        let typed = (&*evidence.to_string(), "Подтверждён другой человек");
        withdraw::ask(&self.world.cx(), &self.helper, self.id, typed).await.unwrap();
        let (asked_for, asked) = self.log().await.asked.unwrap();
        assert_eq!((asked_for, asked.is_approved), (evidence, false));
        approval::decide(&self.world.cx(), &self.admin, (None, asked.id), true).await.unwrap();
        assert!(self.log().await.asked.unwrap().1.is_approved);
        (evidence, asked.id)
    }

    async fn level(&self) -> AccountLevel {
        let mut read = self.world.app.store.read().await.unwrap();
        let account = accounts::find(&mut read, self.anna.id()).await.unwrap().unwrap();
        let proved = evidence::verify(&mut read, &self.world.cx(), &account).await.unwrap().unwrap();
        assert_eq!(proved.level, account.level);
        account.level
    }
}

engine_test! {
    /// R118, R225: a confirmation is taken back, then the verified data; each time the level follows, the person is told and
    /// sees who did it; what was taken back stays in the log and is not taken back again.
    async fn evidence_is_withdrawn_and_the_level_follows(store: Store) {
        let case = Case::new(store).await;
        let cx = case.world.cx();
        assert_eq!(case.log().await.entries.iter().filter(|entry| entry.may_withdraw).count(), 2);
        let (confirmation, agreed) = case.agreed(1).await;
        withdraw::withdraw(&cx, &case.helper, case.id, (confirmation, agreed)).await.unwrap();
        case.world.drain().await;
        assert_eq!(case.level().await, AccountLevel::Standard);
        assert_eq!(case.world.sms.last_to(PHONE).unwrap().message.kind, "account_level_changed");
        let log = case.log().await;
        assert_eq!((log.entries.len(), log.level), (2, AccountLevel::Standard));
        assert!(log.entries[1].is_withdrawn && !log.entries[1].may_withdraw && log.asked.is_none());
        let again = withdraw::ask(&cx, &case.helper, case.id, (&confirmation.to_string(), "ещё раз")).await;
        assert_eq!(faults(again), [("evidence", "required")]);
        let (data, agreed) = case.agreed(0).await;
        withdraw::withdraw(&cx, &case.helper, case.id, (data, agreed)).await.unwrap();
        assert_eq!(case.level().await, AccountLevel::Simplified);
        let history = audit::history(&cx, &case.anna, None, 50).await.unwrap();
        let by = |act: &str| history.iter().filter(|entry| entry.act == act).count();
        assert_eq!((by("evidence-withdrawn"), by("level-changed")), (2, 4));
        assert!(history.iter().any(|entry| entry.act == "operator-looked"));
    }

    /// R118: without a reason or a choice nothing is asked for; without consent, or with consent to something else, nothing
    /// is done; nobody else does it, and nobody who has not the request in hand reads the log.
    async fn what_is_refused(store: Store) {
        let case = Case::new(store).await;
        let cx = case.world.cx();
        let nothing = withdraw::ask(&cx, &case.helper, case.id, ("", " ")).await;
        assert_eq!(faults(nothing), [("evidence", "required"), ("reason", "required")]);
        let long = withdraw::ask(&cx, &case.helper, case.id, ("", &"ы".repeat(501))).await;
        assert_eq!(faults(long), [("evidence", "required"), ("reason", "support-reason-long")]);
        let log = case.log().await;
        let [data, confirmation] = [0, 1].map(|entry: usize| log.entries[entry].row.evidence.id);
        withdraw::ask(&cx, &case.helper, case.id, (&data.to_string(), "ошибка")).await.unwrap();
        let asked = case.log().await.asked.unwrap().1.id;
        let early = withdraw::withdraw(&cx, &case.helper, case.id, (data, asked)).await;
        assert_eq!(refused(early).code, "approval-not-approved");
        approval::decide(&cx, &case.admin, (None, asked), true).await.unwrap();
        let other = withdraw::withdraw(&cx, &case.helper, case.id, (confirmation, asked)).await;
        assert_eq!(refused(other).code, "approval-changed");
        let admin = withdraw::withdraw(&cx, &case.admin, case.id, (data, asked)).await;
        assert_eq!(refused(admin).code, "operator-role");
        case.world.operator("k.help", Role::Support, &[]).await;
        let colleague = case.world.operator_in("k.help").await;
        assert_eq!(refused(withdraw::log(&cx, &colleague, case.id).await).code, "support-taken");
        case.world.clock.advance_seconds(300);
        let late = withdraw::withdraw(&case.world.cx(), &case.helper, case.id, (data, asked)).await;
        assert_eq!(refused(late).code, "operator-not-fresh");
        assert_eq!(case.level().await, AccountLevel::Confirmed);
    }

    /// R118: of two who take the same back at once one does.
    async fn withdrawn_once(store: Store) {
        let case = Case::new(store).await;
        let what = case.agreed(1).await;
        let (here, there) = (case.world.cx(), case.world.cx());
        let (first, second) = tokio::join!(
            withdraw::withdraw(&here, &case.helper, case.id, what),
            withdraw::withdraw(&there, &case.helper, case.id, what),
        );
        let outcomes = [first, second];
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
        let expected = |outcome: &Result<(), Error>| matches!(outcome, Ok(()) | Err(Error::Refused(_) | Error::Conflict));
        assert!(outcomes.iter().all(expected), "{outcomes:?}");
        assert_eq!(case.level().await, AccountLevel::Standard);
        let history = audit::history(&case.world.cx(), &case.anna, None, 50).await.unwrap();
        assert_eq!(history.iter().filter(|entry| entry.act == "evidence-withdrawn").count(), 1);
    }
}
