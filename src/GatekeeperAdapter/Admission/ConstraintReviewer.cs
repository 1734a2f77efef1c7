using Bouncer.Constraints.Enforcement;
using Bouncer.Constraints.Reviews;
using Bouncer.GatekeeperAdapter.Options;
using Bouncer.GatekeeperAdapter.State;
using Bouncer.Rego;
using Bouncer.Rego.Values;

namespace Bouncer.GatekeeperAdapter.Admission;

/// <summary><c>POST /v1/admit</c>: the checks in Gatekeeper's order (its pkg/webhook/policy.go).</summary>
internal sealed partial class ConstraintReviewer(
    PolicyState state, AdapterOptions options, ServingSlots slots, OwnKinds ownKinds, TimeProvider time, ILogger<ConstraintReviewer> log) : IReviewer
{
    /// <summary>The service account of Gatekeeper's Deployments, which ours runs under too.</summary>
    private readonly string _ownAccount = $"system:serviceaccount:{options.Namespace}:gatekeeper-admin";

    private readonly ReviewOptions _options = new()
    {
        EnforcementPoint = EnforcementPoints.Webhook,
        Limits = new RegoLimits { Time = options.EvaluationTimeout },
        Clock = time,
    };

    public async ValueTask<AdmitDecision> DecideAsync(AdmitRequest request, CallDeadline deadline)
    {
        if (request.Username == _ownAccount)
        {
            return new Allow { Message = "Gatekeeper does not self-manage" };
        }

        if (request is { IsDelete: true, OldObject: null })
        {
            return Undecided("oldObject cannot be nil for DELETE operations");
        }

        var own = ownKinds.Check(request);
        if (own is Refuse)
        {
            return own;
        }

        if (state.Exclusions.Contains(Exclusions.Webhook, request.IsNamespace ? request.ObjectName : request.Namespace))
        {
            return new Allow { Message = "Namespace is set to be ignored by Gatekeeper config", IsCounted = true };
        }

        var decision = await ReviewAsync(request, deadline);
        return own is null ? decision : decision with { Warnings = [.. decision.Warnings, .. own.Warnings] };
    }

    private async ValueTask<AdmitDecision> ReviewAsync(AdmitRequest request, CallDeadline deadline)
    {
        if (await slots.EnterAsync(deadline) is not { } slot)
        {
            return Overdue(deadline, "waiting for a serving thread took longer");
        }

        using (slot)
        {
            RegoObject? @namespace;
            try
            {
                @namespace = request.IsNamespace ? null : await state.Namespaces.FindAsync(request.Namespace, slot.Deadline);
            }
            catch (Exception e)
            {
                LogNamespace(log, e, request.Namespace);
                return Undecided($"the namespace {request.Namespace} could not be looked up");
            }

            return Decide(ReviewRequest.OfAdmission(request.Document, @namespace), deadline, slot.Deadline);
        }
    }

    private AdmitDecision Decide(ReviewRequest review, CallDeadline deadline, CancellationToken cancellation)
    {
        if (review.Problem is { } problem)
        {
            return Undecided(problem);
        }

        var constraints = state.Snapshot;
        var violations = constraints.Review(review, _options with
        {
            Inventory = constraints.UsesInventory ? state.Inventory.Snapshot : null,
            Cancellation = cancellation,
        }).Violations;
        if (violations.Count == 0)
        {
            return new Allow { IsCounted = true };
        }

        var warnings = ViolationText.Lines(violations, EnforcementAction.Warn);
        if (!violations.Any(v => v.Actions.Contains(EnforcementAction.Deny)))
        {
            return new Allow { Warnings = warnings, Violations = violations, IsCounted = true };
        }

        return cancellation.IsCancellationRequested && violations.Any(v => v.Error is not null)
            ? Overdue(deadline, "evaluating the constraints took longer")
            : new Deny
            {
                Message = ViolationText.Of(violations, EnforcementAction.Deny),
                Warnings = warnings,
                Violations = violations,
                IsCounted = true,
            };
    }

    private static Refuse Undecided(string reason)
        => new(StatusCodes.Status500InternalServerError) { Message = AdmitAnswers.CouldNotDecide(reason), IsCounted = true };

    private static Refuse Overdue(CallDeadline deadline, string why)
        => Undecided($"{why} than the {deadline.Timeout.TotalSeconds:0.###} s that the caller waits") with { IsOverdue = true };

    [LoggerMessage(EventId = 520, EventName = "NamespaceUnknown", Level = LogLevel.Error, Message = "Cannot look up namespace {ObjectNamespace}")]
    private static partial void LogNamespace(ILogger log, Exception exception, string objectNamespace);
}
