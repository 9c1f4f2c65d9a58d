### Time zones

zone-title = Time zone
zone-hint = Dates and times are shown in this zone
zone-of = { $place } (MSK{ $hours })
label-time_zone = Time zone
notice-time-zone-set = The time zone has been saved.
field-region-zone-unknown = Choose a time zone from the list

zone-city-Kaliningrad = Kaliningrad
zone-city-Moscow = Moscow
zone-city-Kirov = Kirov
zone-city-Volgograd = Volgograd
zone-city-Samara = Samara
zone-city-Astrakhan = Astrakhan
zone-city-Saratov = Saratov
zone-city-Ulyanovsk = Ulyanovsk
zone-city-Yekaterinburg = Yekaterinburg
zone-city-Omsk = Omsk
zone-city-Krasnoyarsk = Krasnoyarsk
zone-city-Novosibirsk = Novosibirsk
zone-city-Barnaul = Barnaul
zone-city-Tomsk = Tomsk
zone-city-Novokuznetsk = Novokuznetsk
zone-city-Irkutsk = Irkutsk
zone-city-Yakutsk = Yakutsk
zone-city-Chita = Chita
zone-city-Khandyga = Khandyga
zone-city-Vladivostok = Vladivostok
zone-city-Ust-Nera = Ust-Nera
zone-city-Magadan = Magadan
zone-city-Sakhalin = Yuzhno-Sakhalinsk
zone-city-Srednekolymsk = Srednekolymsk
zone-city-Kamchatka = Petropavlovsk-Kamchatsky
zone-city-Anadyr = Anadyr
