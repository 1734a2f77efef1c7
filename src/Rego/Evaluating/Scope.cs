using Bouncer.Rego.Values;

namespace Bouncer.Rego.Evaluating;

/// <summary>
/// What rules are evaluated against: input, base documents, replaced functions, and what is known already under these. Each
/// <c>with</c> opens a scope of its own; results of one scope are never seen in another.
/// </summary>
internal sealed class Scope(int rules)
{
    private readonly Memo[] _memos = new Memo[rules];
    private Dictionary<KeyedMemo, RegoValue?>? _keyed;
    private Dictionary<CallMemo, RegoValue?>? _calls;

    public Scope? Parent { get; private init; }

    public RegoValue? Input { get; set; }

    public RegoValue? Data { get; set; }

    /// <summary>The replaced functions; null if there are none.</summary>
    public Replacements? Functions { get; init; }

    /// <summary>The replaced parts of <c>data</c>, under which rules do not count; null if there are none.</summary>
    public DataTargets? Targets { get; init; }

    /// <summary>A place for the result of a rule without arguments.</summary>
    public ref Memo this[int rule] => ref _memos[rule];

    /// <summary>The results of looking up single keys of partial rules.</summary>
    public Dictionary<KeyedMemo, RegoValue?> Keyed => _keyed ??= [];

    /// <summary>The results of calls of functions.</summary>
    public Dictionary<CallMemo, RegoValue?> Calls => _calls ??= [];

    /// <summary>The scope that a <c>with</c> in this one opens.</summary>
    public Scope Derive(RegoValue? input, RegoValue? data, Replacements? functions, DataTargets? targets)
        => new(_memos.Length) { Parent = this, Input = input, Data = data, Functions = functions, Targets = targets };

    /// <summary>Makes the scope fit for another evaluation.</summary>
    public void Clear()
    {
        Array.Clear(_memos);
        _keyed?.Clear();
        _calls?.Clear();
        Input = null;
        Data = null;
    }
}

/// <summary>A result, undefined perhaps, once it is known.</summary>
internal struct Memo
{
    public bool IsKnown;
    public RegoValue? Value;
}

/// <summary>A lookup of one key, or several one below another (then an array), in the document of a partial rule.</summary>
internal readonly record struct KeyedMemo(int Rule, int Keys, RegoValue Key);

/// <summary>The parts of <c>data</c> that <c>with</c> replaces, in this scope and those around it.</summary>
internal sealed class DataTargets(RegoValue[][] paths, DataTargets? outer)
{
    /// <summary>Whether a path is, or is in, a replaced part.</summary>
    public bool Cover(RegoValue[] path)
    {
        for (var targets = this; targets is not null; targets = targets.Outer)
        {
            foreach (var target in targets.Paths)
            {
                if (path.StartsWith(target))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private RegoValue[][] Paths { get; } = paths;

    private DataTargets? Outer { get; } = outer;
}
