using System.Runtime.CompilerServices;
using Bouncer.Rego.Builtins;
using Bouncer.Rego.Limits;
using Bouncer.Rego.Text;
using Bouncer.Rego.Values;

namespace Bouncer.Rego.Evaluating;

/// <summary>
/// Everything that changes during one evaluation. Belongs to one thread at a time; used again for the next evaluation if this
/// one came to its end.
/// </summary>
internal sealed class EvaluationContext
{
    private readonly Scope _root;
    private readonly List<List<RegoValue>> _spareItems = [];
    private Slot[]?[] _frames = new Slot[]?[16];
    private int _frame;
    private int _depth;
    private long _fuel;
    private LimitSet _limits = LimitSet.None;

    public EvaluationContext(int rules)
    {
        _root = new Scope(rules);
        Scope = _root;
    }

    /// <summary>What rules are evaluated against.</summary>
    public Scope Scope { get; set; }

    /// <summary>What builtins get to see.</summary>
    public BuiltinContext Builtins { get; private set; } = null!;

    /// <summary>The items of the array that is being made.</summary>
    public List<RegoValue>? Items { get; set; }

    /// <summary>The set that is being made; null while it is empty.</summary>
    public RegoSet.Builder? Set { get; set; }

    /// <summary>The object that a comprehension is making; null while it is empty.</summary>
    public RegoObject.Builder? Members { get; set; }

    /// <summary>The object that partial rules are making; null while it is empty.</summary>
    public PartialObjectBuilder? Document { get; set; }

    /// <summary>The value of the complete rule or function that is being evaluated, if one of its bodies gave one.</summary>
    public RegoValue? Result { get; set; }

    /// <summary>Whether the body that is being evaluated, or an else branch of it, gave a value.</summary>
    public bool HasResult { get; set; }

    /// <summary>The results of the query so far: the values of its variables and of its expressions.</summary>
    public List<(RegoValue[] Variables, RegoValue[] Expressions)> Rows { get; } = [];

    /// <summary>The first error of a builtin. An evaluation goes on without its result, and a strict one ends with it.</summary>
    public RegoEvaluationException? BuiltinError { get; private set; }

    /// <summary>Who is told what happens; null if nobody.</summary>
    public Tracing.IEvaluationObserver? Observer { get; private set; }

    public void Begin(
        RegoValue? input, RegoValue? data, BuiltinContext builtins, LimitSet limits, Tracing.IEvaluationObserver? observer)
    {
        _root.Input = input;
        _root.Data = data;
        Scope = _root;
        Builtins = builtins;
        Observer = observer;
        BuiltinError = null;
        _limits = limits;
        _fuel = limits.FirstFuel;
    }

    /// <summary>Forgets what the evaluation has seen. Not called after one that ended in an exception: such a context is thrown away.</summary>
    public void End()
    {
        _root.Clear();
        Rows.Clear();
        foreach (var frame in _frames)
        {
            if (frame is null)
            {
                break;
            }

            Array.Clear(frame);
        }

        Builtins = null!;
        Observer = null;
        BuiltinError = null;
    }

    /// <summary>Counts one step: an element of an enumeration, or a call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step()
    {
        if (--_fuel < 0)
        {
            _fuel = _limits.Refuel();
        }
    }

    /// <summary>A frame for a body. Frames are given back in the opposite order.</summary>
    public Slot[] Enter(int size)
    {
        Descend();
        if (_frame == _frames.Length)
        {
            Array.Resize(ref _frames, _frames.Length * 2);
        }

        var frame = _frames[_frame];
        if (frame is null || frame.Length < size)
        {
            frame = _frames[_frame] = new Slot[Math.Max(8, size)];
        }

        _frame++;
        return frame;
    }

    /// <summary>Gives the last frame back.</summary>
    public void Leave()
    {
        _frame--;
        _depth--;
    }

    /// <summary>Counts one more level of what is nested: calls, comprehensions, enumerations.</summary>
    public void Descend()
    {
        if (++_depth > _limits.Depth.Max || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            _limits.Depth.Exceeded(_depth);
        }
    }

    public void Ascend() => _depth--;

    /// <summary>Checks the size of a collection that is being made.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void CheckSize(int count)
    {
        if (count > _limits.CollectionSize.Max)
        {
            _limits.CollectionSize.Exceeded();
        }
    }

    /// <summary>Checks the length of a text that was made.</summary>
    public void CheckLength(int characters)
    {
        if (characters > _limits.CollectionSize.Max)
        {
            _limits.CollectionSize.ExceededByText();
        }
    }

    /// <summary>Records an error of a builtin, whose result is undefined.</summary>
    public void Failed(BuiltinEntry builtin, string code, string detail, SourceSpan span)
        => BuiltinError ??= new RegoEvaluationException(code, $"{builtin.Name}: {detail}", span);

    public List<RegoValue> RentItems()
    {
        if (_spareItems.Count == 0)
        {
            return [];
        }

        var items = _spareItems[^1];
        _spareItems.RemoveAt(_spareItems.Count - 1);
        return items;
    }

    public void ReturnItems(List<RegoValue> items)
    {
        if (items.Capacity <= 1024)
        {
            items.Clear();
            _spareItems.Add(items);
        }
    }

    /// <summary>Begins a value of its own for a rule or function that is evaluated inside another one.</summary>
    public OuterResult SaveResult()
    {
        var outer = new OuterResult(Result, HasResult);
        Result = null;
        HasResult = false;
        return outer;
    }

    /// <summary>The value of the inner rule; what the outer one had so far is back.</summary>
    public RegoValue? RestoreResult(OuterResult outer)
    {
        var result = Result;
        Result = outer.Result;
        HasResult = outer.HasResult;
        return result;
    }
}

/// <summary>What a rule had when another one was asked for its value.</summary>
internal readonly record struct OuterResult(RegoValue? Result, bool HasResult);
