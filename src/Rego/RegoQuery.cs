using Bouncer.Rego.Builtins;
using Bouncer.Rego.Builtins.Regexes;
using Bouncer.Rego.Evaluating;
using Bouncer.Rego.Limits;
using Bouncer.Rego.Planning;
using Bouncer.Rego.Values;

namespace Bouncer.Rego;

/// <summary>A query about a policy, prepared once and evaluated any number of times, by any number of threads.</summary>
public sealed class RegoQuery
{
    private readonly RegoPolicy _policy;
    private readonly QueryPlan _plan;
    private readonly Lazy<QueryPlan> _observedPlan;

    internal RegoQuery(RegoPolicy policy, QueryPlan plan, Lazy<QueryPlan> observedPlan)
    {
        _policy = policy;
        _plan = plan;
        _observedPlan = observedPlan;
    }

    /// <summary>The variables that results bind.</summary>
    public IReadOnlyList<string> Variables => _plan.Names;

    /// <summary>Evaluates the query with an input and otherwise the defaults.</summary>
    public RegoOutcome Evaluate(RegoValue? input) => Evaluate(input, RegoEvaluationOptions.Default);

    /// <summary>Evaluates the query. What goes wrong in it is in the outcome; nothing is thrown for it.</summary>
    public RegoOutcome Evaluate(RegoEvaluationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Evaluate(options.Input, options);
    }

    private RegoOutcome Evaluate(RegoValue? input, RegoEvaluationOptions options)
    {
        var isObserved = options.Tracer is not null;
        var plan = isObserved ? _observedPlan.Value : _plan;
        var contexts = isObserved ? _policy.ObservedContexts : _policy.Contexts;
        var context = contexts.Rent();
        try
        {
            context.Begin(input, options.Data ?? _policy.Data, BuiltinContextOf(options), LimitsOf(options), options.Tracer);
            var frame = context.Enter(plan.FrameSize);
            plan.Steps.Run(context, frame);
            context.Leave();
            var outcome = options.StrictBuiltinErrors && context.BuiltinError is { } error
                ? RegoOutcome.Of(new RegoError(error.Code, error.Message, error.Span))
                : ResultsOf(plan, context);
            contexts.Return(context);
            return outcome;
        }
        catch (RegoEvaluationException error)
        {
            return RegoOutcome.Of(new RegoError(error.Code, error.Message, error.Span));
        }
        catch (Exception limit) when (limit is LimitExceededException or ValueTooDeepException or RegexTimeoutException or ResultTooLargeException)
        {
            return RegoOutcome.Of(new RegoError(EvaluationErrorCodes.Limit, limit.Message, default));
        }
        catch (OperationCanceledException) when (options.Cancellation.IsCancellationRequested)
        {
            return RegoOutcome.Of(new RegoError(EvaluationErrorCodes.Cancelled, "caller cancelled query execution", default));
        }
    }

    private static RegoOutcome ResultsOf(QueryPlan plan, EvaluationContext context)
    {
        var rows = context.Rows;
        if (rows.Count == 0)
        {
            return RegoOutcome.Undefined;
        }

        var results = new RegoResult[rows.Count];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = new RegoResult(plan.Names, rows[i].Variables, rows[i].Expressions);
        }

        return RegoOutcome.Of(results);
    }

    private static BuiltinContext BuiltinContextOf(RegoEvaluationOptions options)
        => new()
        {
            Clock = options.Clock,
            Cancellation = options.Cancellation,
            RegexTimeout = options.Limits.RegexTime,
            MaxResultSize = options.Limits.CollectionSize,
            Runtime = options.Runtime,
            Print = options.Print,
            Random = options.Random ?? System.Security.Cryptography.RandomNumberGenerator.Fill,
            Note = options.Tracer is { } tracer ? tracer.Note : null,
            HostFunctions = options.HostFunctions?.ToDictionary(
                f => f.Key, f => (BuiltinFunction)((_, operands) => f.Value(operands)), StringComparer.Ordinal),
        };

    private static LimitSet LimitsOf(RegoEvaluationOptions options)
    {
        var limits = options.Limits;
        return new LimitSet(
            limits.Steps is { } steps ? new StepLimit(steps) : StepLimit.None,
            limits.Time is { } time ? new TimeLimit(options.Clock, time) : TimeLimit.None,
            limits.Depth == DepthLimit.Default.Max ? DepthLimit.Default : new DepthLimit(limits.Depth),
            limits.CollectionSize == int.MaxValue ? CollectionSizeLimit.None : new CollectionSizeLimit(limits.CollectionSize),
            options.Cancellation);
    }
}
