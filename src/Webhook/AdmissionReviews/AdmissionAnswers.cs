using Bouncer.Admission.AdmissionReviews;
using Bouncer.ImagePolicy.Deciding;
using Bouncer.ImagePolicy.Policies;
using Bouncer.Webhook.Hosting;

namespace Bouncer.Webhook.AdmissionReviews;

/// <summary>Decisions as answers of the AdmissionReview protocol.</summary>
internal static class AdmissionAnswers
{
    /// <summary>The answer to a request that could be read.</summary>
    public static AdmissionAnswer Of(Decision decision, string decisionId, string uid, string apiVersion)
    {
        var status = decision switch
        {
            Allowed => null,
            Denied denied => AdmissionStatus.Forbidden(denied.Reason),
            Failed failed => AdmissionStatus.Invalid(CouldNotDecide(failed.Reason)),
            _ => throw new InvalidOperationException($"{decision.GetType().Name} is not a decision"),
        };
        return new(apiVersion, new(uid, decision is Allowed, status, Warnings(decision), Audit.Of(decision, decisionId)));
    }

    /// <summary>The answer to a body that is no review, to the uid that could still be read.</summary>
    public static AdmissionAnswer BadRequest(Failed decision, string decisionId, string uid, string apiVersion)
        => new(apiVersion, new(uid, false, AdmissionStatus.BadRequest(CouldNotDecide(decision.Reason)), null, Audit.Of(decision, decisionId)));

    public static string CouldNotDecide(string reason) => $"the review could not be decided: {reason}";

    private static string[]? Warnings(Decision decision)
    {
        if (decision.Violations.Count == 0)
        {
            return null;
        }

        // API servers pass on 4 KiB of warnings and drop the rest.
        var warnings = ReasonText.Of(decision.Of(Enforcement.Warn));
        return warnings.Length == 0 ? null : warnings.Split('\n');
    }
}
