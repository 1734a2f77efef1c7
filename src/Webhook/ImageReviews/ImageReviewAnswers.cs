using Bouncer.Admission.ImageReviews;
using Bouncer.ImagePolicy.Deciding;
using Bouncer.Webhook.Hosting;

namespace Bouncer.Webhook.ImageReviews;

/// <summary>Decisions as answers of the ImageReview protocol.</summary>
internal static class ImageReviewAnswers
{
    /// <summary>ImageReview knows no warnings: what the policy only warns of goes to the audit log.</summary>
    public static ImageReviewAnswer Of(Decision decision, string decisionId)
    {
        var reason = decision switch
        {
            Allowed => null,
            Denied denied => denied.Reason,
            Failed failed => $"the review could not be decided: {failed.Reason}",
            _ => throw new InvalidOperationException($"{decision.GetType().Name} is not a decision"),
        };
        return new(new(decision is Allowed, reason, Audit.Of(decision, decisionId)));
    }
}
