using Bouncer.Constraints.Enforcement;
using Bouncer.Rego;
using Bouncer.Rego.Tracing;
using Bouncer.Rego.Values;

namespace Bouncer.Constraints.Reviews;

/// <summary>Evaluates constraints for one request, one after the other, and collects what they find.</summary>
internal sealed class ConstraintEvaluation(ReviewRequest request, ReviewOptions options)
{
    private static readonly RegoString Review = new("review");
    private static readonly RegoString Parameters = new("parameters");
    private static readonly RegoString Inventory = new("inventory");

    private RegoObject? _data;

    /// <summary>What has been found so far.</summary>
    public List<Violation> Violations { get; } = [];

    /// <summary>Whether a constraint's template is asked about this request at all: templates may name operations, and only the
    /// webhook looks at them.</summary>
    public bool IsOperation(Constraint constraint)
    {
        var operations = constraint.Template.Operations;
        if (operations.Count == 0 || options.EnforcementPoint != EnforcementPoints.Webhook)
        {
            return true;
        }

        for (var i = 0; i < operations.Count; i++)
        {
            if (operations[i] == "*" || operations[i] == request.Operation)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Evaluates a constraint if it is enforced here and matches.</summary>
    public void Visit(Constraint constraint)
    {
        var actions = constraint.ActionsAt(options.EnforcementPoint);
        if (actions.Count == 0 || !IsOperation(constraint))
        {
            return;
        }

        if (request.Problem is { } problem)
        {
            Fail(constraint, actions, new RegoError(ReviewErrorCodes.Request, problem, default), problem);
            return;
        }

        var match = constraint.Match.Matches(request);
        if (match.Error is { } error)
        {
            FailToMatch(constraint, actions, error);
        }
        else if (match.IsMatch)
        {
            Evaluate(constraint, actions, tracer: null);
        }
    }

    /// <summary>A constraint that may match counts as violated.</summary>
    public void FailToMatch(Constraint constraint, IReadOnlyList<EnforcementAction> actions, string error)
    {
        var message = $"unable to match constraints: {error}";
        Fail(constraint, actions, new RegoError(ReviewErrorCodes.Match, message, default), message);
    }

    /// <summary>Evaluates a constraint that matches.</summary>
    public void Evaluate(Constraint constraint, IReadOnlyList<EnforcementAction> actions, RegoTracer? tracer)
    {
        if (options.Cancellation.IsCancellationRequested)
        {
            Fail(constraint, actions, new RegoError(ReviewErrorCodes.Cancelled, "caller cancelled query execution", default));
            return;
        }

        var outcome = constraint.Template.Violations.Evaluate(new RegoEvaluationOptions
        {
            Input = InputOf(constraint),
            Data = constraint.Template.UsesInventory ? _data ??= DataOf(options.Inventory) : null,
            Limits = options.Limits,
            Cancellation = options.Cancellation,
            Clock = options.Clock,
            HostFunctions = options.HostFunctions,
            Tracer = tracer,
        });
        if (outcome.Error is { } error)
        {
            Fail(constraint, actions, error);
        }
        else if (outcome.Value is { } answer)
        {
            new ViolationReader(constraint, actions, Violations).Read(answer);
        }
    }

    private RegoObject InputOf(Constraint constraint)
    {
        var input = new RegoObject.Builder(2);
        input.Set(Review, request.Review);
        input.Set(Parameters, constraint.ParametersFor(request));
        return input.Build();
    }

    private static RegoObject DataOf(RegoObject? inventory)
        => inventory is null ? RegoObject.Empty : RegoObject.Create(KeyValuePair.Create<RegoValue, RegoValue>(Inventory, inventory));

    private void Fail(Constraint constraint, IReadOnlyList<EnforcementAction> actions, RegoError error, string? message = null)
        => Violations.Add(new Violation(constraint, message ?? error.ToString(), RegoObject.Empty, actions, error));
}
