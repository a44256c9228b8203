"""The scale of four levels, where a framework brings none of its own. Pure."""

from typing import Any

DEFAULT_LEVELS: list[dict[str, Any]] = [
    {
        "level": 1,
        "title": {"en": "Exploring", "sv": "Utforskar", "es": "Explora", "ar": "مُستكشِف"},
        "descriptor": {
            "en": "Takes part with support and can describe the basics.",
            "sv": "Deltar med stöd och kan beskriva grunderna.",
            "es": "Participa con apoyo y sabe describir lo básico.",
            "ar": "المشاركة بمساندة من الآخرين ووصف الأساسيات.",
        },
    },
    {
        "level": 2,
        "title": {"en": "Practising", "sv": "Tillämpar", "es": "Practica", "ar": "مُمارِس"},
        "descriptor": {
            "en": "Works independently in familiar situations and can show results.",
            "sv": "Arbetar självständigt i kända situationer och kan visa resultat.",
            "es": "Trabaja por su cuenta en situaciones conocidas y puede mostrar resultados.",
            "ar": "العمل باستقلالية في مواقف مألوفة مع القدرة على إظهار النتائج.",
        },
    },
    {
        "level": 3,
        "title": {"en": "Guiding", "sv": "Vägleder", "es": "Orienta", "ar": "مُوجِّه"},
        "descriptor": {
            "en": "Handles complex or new situations and helps others to grow.",
            "sv": "Hanterar komplexa eller nya situationer och hjälper andra att utvecklas.",
            "es": "Maneja situaciones complejas o nuevas y ayuda a otras personas a crecer.",
            "ar": "التعامل مع مواقف معقدة أو جديدة ومساعدة الآخرين على النمو.",
        },
    },
    {
        "level": 4,
        "title": {"en": "Shaping", "sv": "Formar", "es": "Transforma", "ar": "مُطوِّر"},
        "descriptor": {
            "en": "Changes how several groups work and makes the change last.",
            "sv": "Förändrar hur flera grupper arbetar och får förändringen att hålla.",
            "es": "Cambia la forma de trabajar de varios grupos y hace que el cambio dure.",
            "ar": "تغيير طريقة عمل عدة مجموعات وجعل التغيير دائمًا.",
        },
    },
]

REVIEWED = ["en"]
