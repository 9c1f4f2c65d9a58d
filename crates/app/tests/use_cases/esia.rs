//! The dialect of ESIA, where several servers do the same at once, and what developers read.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use okno_app::{Client, Cx, esia::key};
use okno_domain::{
    locale::Locale,
    relying_party::RelyingPartyId,
    time::{SECOND, after},
};
use okno_oidc::jose::Algorithm;
use okno_store::esia::{self, TraceRow};
use okno_testkit::{World, engine_test};

engine_test! {
    /// Section 2.5: systems pin the certificate of the first key, so servers that all find none make one between them.
    async fn servers_make_one_first_key(store: Store) {
        let world = World::new(store).await;
        let servers = [world.another_server(), world.another_server(), world.another_server()];
        let [one, other, third] = servers.map(|app| Cx::begin(&app, Locale::default(), Client::default()));
        let (one, other, third) = tokio::join!(
            key::with(&one, Algorithm::Gost256),
            key::with(&other, Algorithm::Gost256),
            key::with(&third, Algorithm::Gost256),
        );
        let now = world.cx().now;
        let certificate = |keys: &key::Keys| keys.signing(Algorithm::Gost256, now).unwrap().certificate.to_pem();
        let first = certificate(&one.unwrap());
        assert_eq!((certificate(&other.unwrap()), certificate(&third.unwrap())), (first.clone(), first.clone()));
        // One key for each algorithm; the next is made by command.
        let keys = key::with(&world.cx(), Algorithm::Gost512).await.unwrap();
        assert_eq!(keys.all().len(), 2);
        assert_eq!(certificate(&keys), first);
        assert_ne!(key::make(&world.cx(), Algorithm::Gost256, now).await.unwrap(), keys.all().first().unwrap().id);
        assert_eq!(key::current(&world.cx()).await.unwrap().all().len(), 3);
    }

    /// The newest of what became of requests is kept and shown first, also where many have the same instant; the oldest gives way.
    async fn the_newest_traces_stay(store: Store) {
        let world = World::new(store).await;
        let (system, neighbor): (RelyingPartyId, RelyingPartyId) = (world.cx().fresh_id(), world.cx().fresh_id());
        let now = world.cx().now;
        let row = |number: i64| TraceRow { at: after(now, SECOND * i32::try_from(number / 3).unwrap()), is_refused: true, told: number.to_string() };
        let mut tx = world.app.store.write().await.unwrap();
        esia::put_trace(&mut tx, neighbor, 4, &row(100)).await.unwrap();
        for number in 0..10 {
            esia::put_trace(&mut tx, system, 4, &row(number)).await.unwrap();
        }
        let told = |rows: Vec<TraceRow>| rows.into_iter().map(|row| row.told).collect::<Vec<_>>();
        assert_eq!(told(esia::traces(&mut tx, system, now, 10).await.unwrap()), ["9", "8", "7", "6"]);
        assert_eq!(told(esia::traces(&mut tx, system, after(now, SECOND * 3), 10).await.unwrap()), ["9"]);
        assert_eq!(told(esia::traces(&mut tx, neighbor, now, 10).await.unwrap()), ["100"]);
        // A week later nothing is left, and the next one is shown.
        assert_eq!(esia::purge_traces(&mut tx, after(now, SECOND * 100), 100).await.unwrap(), 5);
        esia::put_trace(&mut tx, system, 4, &row(11)).await.unwrap();
        assert_eq!(told(esia::traces(&mut tx, system, now, 10).await.unwrap()), ["11"]);
        tx.commit().await.unwrap();
    }
}
