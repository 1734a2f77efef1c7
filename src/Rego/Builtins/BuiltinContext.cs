using System.Security.Cryptography;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins;

/// <summary>
/// All that builtins know apart from their operands. One for an evaluation, used by one thread: the time and the random numbers stay
/// the same in it, as OPA has it.
/// </summary>
internal sealed class BuiltinContext
{
    private Dictionary<(string Name, RegoValue Key), RegoValue>? cache;
    private long? now;

    /// <summary>Where the time comes from.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The time of the evaluation in nanoseconds since 1970.</summary>
    public long NowNanoseconds => now ??= (Clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100;

    /// <summary>Where random bytes come from.</summary>
    public Action<Span<byte>> Random { get; init; } = RandomNumberGenerator.Fill;

    /// <summary>Ends long-running builtins.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>How long one regular expression may run.</summary>
    public TimeSpan RegexTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many elements a builtin may make, and how many characters of text.</summary>
    public int MaxResultSize { get; init; } = 10_000_000;

    /// <summary>What opa.runtime gives; null for an empty object.</summary>
    public RegoObject? Runtime { get; init; }

    /// <summary>Takes what print prints; null if nobody listens.</summary>
    public Action<string>? Print { get; init; }

    /// <summary>Takes the notes of trace; null if nobody listens.</summary>
    public Action<string>? Note { get; init; }

    /// <summary>Answers for builtins that need a network or another host's service, by name. Nothing unless the host gives them.</summary>
    public IReadOnlyDictionary<string, BuiltinFunction>? HostFunctions { get; init; }

    /// <summary>What went wrong in the last call that returned null, until it is taken.</summary>
    public BuiltinFailure? Failure { get; private set; }

    /// <summary>Takes what went wrong in the last call; null if the result just is undefined.</summary>
    public BuiltinFailure? TakeFailure()
    {
        var failure = Failure;
        Failure = null;
        return failure;
    }

    /// <summary>Says what went wrong. Costs less than an exception, and errors are common where policies probe their input.</summary>
    public RegoValue? Fail(string detail)
    {
        Failure = new(BuiltinException.BuiltinError, detail);
        return null;
    }

    /// <summary>Says that an operand is wrong.</summary>
    public RegoValue? FailOperand(int index, RegoValue got, string expected)
    {
        Failure = new(BuiltinException.TypeError, Operand.WrongType(index, got, expected));
        return null;
    }

    /// <summary>Refuses results larger than allowed, before they are made.</summary>
    public void CheckSize(System.Numerics.BigInteger size)
    {
        if (size > MaxResultSize)
        {
            throw new ResultTooLargeException(MaxResultSize);
        }
    }

    /// <summary>A result that stays the same in one evaluation, such as a random number for a key.</summary>
    public RegoValue Once(string name, RegoValue key, Func<RegoValue> make)
    {
        cache ??= [];
        if (!cache.TryGetValue((name, key), out var value))
        {
            cache.Add((name, key), value = make());
        }

        return value;
    }
}
