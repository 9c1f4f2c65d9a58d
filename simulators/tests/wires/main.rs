//! Every wire with a real client on loopback, every switch as its client feels it.

#[cfg(test)]
mod clinic;
#[cfg(test)]
mod mail;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod registry;
#[cfg(test)]
mod sites;
#[cfg(test)]
mod smpp;
#[cfg(test)]
mod sms_gateway;
#[cfg(test)]
mod world;
