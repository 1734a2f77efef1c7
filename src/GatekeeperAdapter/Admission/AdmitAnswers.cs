using Bouncer.Admission.AdmissionReviews;
using Bouncer.Admission.Recording;
using Bouncer.Constraints.Enforcement;

namespace Bouncer.GatekeeperAdapter.Admission;

/// <summary>Decisions in the words of the AdmissionReview protocol, as Gatekeeper answers (its pkg/webhook/policy.go and
/// controller-runtime's admission responses).</summary>
internal static class AdmitAnswers
{
    /// <summary>Allowed, and there are warnings.</summary>
    private const int Warning = 299;

    /// <summary>The answer to a request that could be read.</summary>
    public static AdmissionAnswer Of(AdmitDecision decision, AdmitRequest request, string decisionId, string policyVersion)
    {
        var message = decision.Message.Length > 0 ? decision.Message : null;
        var status = decision switch
        {
            Allow when message is null && decision.Warnings.Count == 0 => AdmissionStatus.Ok,
            Allow => new(decision.Warnings.Count > 0 ? Warning : StatusCodes.Status200OK, null, message),
            Deny => AdmissionStatus.Forbidden(decision.Message),
            Refuse refuse => new AdmissionStatus(refuse.Code, null, message),
            _ => throw new InvalidOperationException($"{decision.GetType().Name} is not a decision"),
        };
        return new(request.ApiVersion, new(
            request.Uid,
            decision is Allow,
            status,
            decision.Warnings.Count > 0 ? decision.Warnings : null,
            Audit(decision, decisionId, policyVersion)));
    }

    /// <summary>The answer to a body that is no review, to the uid that could still be read.</summary>
    public static AdmissionAnswer BadRequest(AdmissionReviewError error, string decisionId, string policyVersion)
        => new(error.ApiVersion, new(error.Uid!, false, AdmissionStatus.BadRequest(CouldNotDecide(error.Message)), null, new(decisionId, policyVersion)));

    public static string CouldNotDecide(string reason) => $"the review could not be decided: {reason}";

    private static AuditAnnotations Audit(AdmitDecision decision, string decisionId, string policyVersion)
        => decision.Violations.Count == 0
            ? new(decisionId, policyVersion)
            : new(
                decisionId,
                policyVersion,
                string.Join(',', decision.Violations.Select(v => v.Constraint.ToString()).Distinct()),
                ViolationText.Of(decision.Violations, EnforcementAction.Warn) is { Length: > 0 } warnings ? warnings : null,
                ViolationText.Of(decision.Violations, EnforcementAction.DryRun) is { Length: > 0 } dryRun ? dryRun : null);
}
