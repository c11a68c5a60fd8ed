"""What a signatory declares. A changed wording is a new version; old ones stay, because signatures quote them."""

CURRENT = "2026-1"

DECLARATIONS = {
    "2026-1": (
        "I have read this return and the warnings shown with it. To the best of my knowledge it is a true "
        "account of the council's position and progress, the figures agree with the council's financial "
        "records, and what I have accepted I have accepted for the reason I give."
    ),
}
