-- What a site would have registered for the dialect of ESIA, where an officer is asked about a system that speaks it.
ALTER TABLE site_change ADD COLUMN registration @json;
