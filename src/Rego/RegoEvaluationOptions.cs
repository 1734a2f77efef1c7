using Bouncer.Rego.Tracing;
using Bouncer.Rego.Values;

namespace Bouncer.Rego;

/// <summary>What one evaluation sees and what it may do.</summary>
public sealed record RegoEvaluationOptions
{
    /// <summary>The defaults: no input, the policy's data, no limits.</summary>
    public static RegoEvaluationOptions Default { get; } = new();

    /// <summary>What <c>input</c> is; null (the default) for undefined.</summary>
    public RegoValue? Input { get; init; }

    /// <summary>What <c>data</c> is besides the rules, in place of the policy's own base documents; null (the default) for those.</summary>
    public RegoObject? Data { get; init; }

    /// <summary>What the evaluation may use up.</summary>
    public RegoLimits Limits { get; init; } = RegoLimits.None;

    /// <summary>Ends the evaluation with an error of the code <c>eval_cancel_error</c>.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Whether an error of a builtin ends the evaluation. By default its result is undefined, as in OPA.</summary>
    public bool StrictBuiltinErrors { get; init; }

    /// <summary>Is told what happens, and explains it afterwards; null (the default) for nobody.</summary>
    public RegoTracer? Tracer { get; init; }

    /// <summary>Takes what <c>print</c> prints, if the policy was compiled with <see cref="RegoPolicyOptions.EnablePrint"/>.</summary>
    public Action<string>? Print { get; init; }

    /// <summary>Where <c>time.now_ns</c> and the time limit get the time from.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Fills bytes with what random builtins are made from; null (the default) for the system's generator.</summary>
    public Action<Span<byte>>? Random { get; init; }

    /// <summary>What <c>opa.runtime</c> gives; null (the default) for an empty object.</summary>
    public RegoObject? Runtime { get; init; }

    /// <summary>
    /// What answers for builtins that reach out, by their names: <c>http.send</c>, <c>net.lookup_ip_addr</c> and the like fail unless
    /// the host gives them here. Null (the default) for none.
    /// </summary>
    public IReadOnlyDictionary<string, RegoHostFunction>? HostFunctions { get; init; }
}

/// <summary>A builtin that the host provides. Called by the thread that evaluates; its operands have been checked.</summary>
/// <param name="operands">The operands of the call.</param>
/// <returns>The result; null for undefined.</returns>
public delegate RegoValue? RegoHostFunction(ReadOnlySpan<RegoValue> operands);
