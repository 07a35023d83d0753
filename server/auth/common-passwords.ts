/**
 * Passwords of twelve characters and more that attackers try first: keyboard walks, doubled words, French and English
 * classics. Shorter ones are refused for their length already. Compared without case and accents.
 */
const list = `
password1234 passwordpassword password123456 motdepasse123 motdepasse1234 motdepassemotdepasse monmotdepasse
azertyuiop123 azertyuiopqsdfgh azertyuiopqs azertyazerty azerty123456 qwertyuiop123 qwertyuiopas qwertyqwerty
qwerty123456 qwertyuiop12 1q2w3e4r5t6y 1qaz2wsx3edc zaq12wsxcde3 123456789abc abc123456789 abcdef123456 abcd12345678
123456123456 123123123123 111222333444 121212121212 112233445566 987654321000 012345678901 123456789123 1234567891011
administrateur administrator admin1234567 adminadminadmin administrator1 administrateur1 rootrootroot
formateur123 formatrice123 formateur1234 enseignant123 professeur123 professeur1234 etudiant1234 universite123
ecole1234567 iloveyou1234 iloveyouiloveyou jetaime12345 jetaimejetaime bonjour12345 bonjourbonjour soleil123456
doudou123456 chocolat1234 marseille123 marseille1234 parissaintgermain psgpsgpsgpsg france123456 francefrance
letmein12345 letmeinletmein welcome12345 welcomewelcome bienvenue123 bienvenue1234 changeme1234 changemechangeme
changezmoi123 superman1234 football1234 footballfootball princess1234 dragon123456 monkey123456 sunshine1234
computer1234 ordinateur123 internet1234 examen123456 examenexamen docker123456 dockerdocker kubernetes123 kubernetes1234
kuberneteskubernetes nextcloud123 nextcloud1234 correcthorsebatterystaple trustno1trustno1 starwars1234 pokemon12345
p@ssw0rd1234 p@ssword1234 passw0rd1234 qsdfghjklm123 wxcvbnwxcvbn poiuytrezaqs mlkjhgfdsqaz
`
export const commonPasswords = new Set(list.trim().split(/\s+/))
