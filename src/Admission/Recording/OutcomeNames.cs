namespace Bouncer.Admission.Recording;

/// <summary>Outcomes and protocols as telemetry spells them.</summary>
internal static class OutcomeNames
{
    public static string Name(this ReviewOutcome outcome) => outcome switch
    {
        ReviewOutcome.Allowed => "allowed",
        ReviewOutcome.Denied => "denied",
        _ => "failed",
    };

    public static string Name(this ReviewProtocol protocol)
        => protocol == ReviewProtocol.ImageReview ? "image_review" : "admission_review";
}
