### Fuseaux horaires

zone-title = Fuseau horaire
zone-hint = Les dates et heures sont affichées dans ce fuseau
zone-of = { $place } (MSK{ $hours })
label-time_zone = Fuseau horaire
notice-time-zone-set = Le fuseau horaire a été enregistré.
field-region-zone-unknown = Choisissez un fuseau horaire dans la liste

zone-city-Kaliningrad = Kaliningrad
zone-city-Moscow = Moscou
zone-city-Kirov = Kirov
zone-city-Volgograd = Volgograd
zone-city-Samara = Samara
zone-city-Astrakhan = Astrakhan
zone-city-Saratov = Saratov
zone-city-Ulyanovsk = Oulianovsk
zone-city-Yekaterinburg = Iekaterinbourg
zone-city-Omsk = Omsk
zone-city-Krasnoyarsk = Krasnoïarsk
zone-city-Novosibirsk = Novossibirsk
zone-city-Barnaul = Barnaoul
zone-city-Tomsk = Tomsk
zone-city-Novokuznetsk = Novokouznetsk
zone-city-Irkutsk = Irkoutsk
zone-city-Yakutsk = Iakoutsk
zone-city-Chita = Tchita
zone-city-Khandyga = Khandyga
zone-city-Vladivostok = Vladivostok
zone-city-Ust-Nera = Oust-Nera
zone-city-Magadan = Magadan
zone-city-Sakhalin = Ioujno-Sakhalinsk
zone-city-Srednekolymsk = Srednekolymsk
zone-city-Kamchatka = Petropavlovsk-Kamtchatski
zone-city-Anadyr = Anadyr
