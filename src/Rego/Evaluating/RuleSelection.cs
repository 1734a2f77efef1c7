using Bouncer.Rego.Values;

namespace Bouncer.Rego.Evaluating;

/// <summary>
/// Which of many bodies can hold: those that compare the same reference with a constant are found by its value, all others are
/// always tried. Leaves out only bodies that would fail, so that whoever asks notices nothing but the speed.
/// </summary>
internal sealed class RuleSelection
{
    private readonly RuleBody[] _all;
    private readonly Expression? _discriminator;
    private readonly Dictionary<RegoValue, RuleBody[]>? _byValue;
    private readonly RuleBody[] _others;

    /// <summary>A selection that leaves out nothing.</summary>
    public RuleSelection(RuleBody[] all)
    {
        _all = all;
        _others = all;
    }

    /// <summary>A selection by the value of an expression, which reads input or an argument and nothing else.</summary>
    /// <param name="all">All bodies.</param>
    /// <param name="discriminator">What most of them compare with a constant.</param>
    /// <param name="constants">The constant of each body; null for those that are always tried.</param>
    public RuleSelection(RuleBody[] all, Expression discriminator, RegoValue?[] constants)
    {
        _all = all;
        _discriminator = discriminator;
        _others = [.. all.Where((_, i) => constants[i] is null)];
        _byValue = [];
        foreach (var constant in constants.OfType<RegoValue>().Distinct())
        {
            _byValue.Add(constant, [.. all.Where((_, i) => constants[i] is null || constants[i]!.Equals(constant))]);
        }
    }

    public static RuleSelection None { get; } = new([]);

    public RuleBody[] All => _all;

    /// <summary>The bodies that can hold, in their order.</summary>
    public RuleBody[] Select(EvaluationContext context, Slot[]? frame)
    {
        if (_discriminator is null)
        {
            return _all;
        }

        var value = _discriminator.Evaluate(context, frame!);
        return value is not null && _byValue!.TryGetValue(value, out var bodies) ? bodies : _others;
    }
}
