using Bouncer.Rego.Syntax;

namespace Bouncer.Rego.Compiling.Safety;

/// <summary>
/// Finds the variables that an equation gives values to, if some have values already: those of a pattern whose other side is
/// known, and those that are known once others are.
/// </summary>
internal sealed class Unifier(HashSet<string> safe)
{
    // For a variable, those that must be known before it is.
    private readonly Dictionary<string, HashSet<string>> _unknown = new(StringComparer.Ordinal);

    /// <summary>The variables that get values.</summary>
    public HashSet<string> Unified { get; } = new(StringComparer.Ordinal);

    public void Unify(Term left, Term right)
    {
        switch (left, right)
        {
            case (VarTerm a, VarTerm b):
                UnifyVariables(a.Name, b.Name);
                break;
            case (VarTerm a, ArrayTerm or ObjectTerm):
                UnifyWithComposite(a.Name, right);
                break;
            case (ArrayTerm or ObjectTerm, VarTerm b):
                UnifyWithComposite(b.Name, left);
                break;
            case (VarTerm a, _):
                if (IsKnown(right))
                {
                    MarkSafe(a.Name);
                }

                break;
            case (_, VarTerm b):
                if (IsKnown(left))
                {
                    MarkSafe(b.Name);
                }

                break;
            case (ArrayTerm a, ArrayTerm b):
                for (var i = 0; i < a.Elements.Length && a.Elements.Length == b.Elements.Length; i++)
                {
                    Unify(a.Elements[i], b.Elements[i]);
                }

                break;
            case (ObjectTerm a, ObjectTerm b):
                UnifyObjects(a, b);
                break;
            case (ArrayTerm or ObjectTerm, RefTerm or CallTerm or ComprehensionTerm):
                if (IsKnown(right))
                {
                    MarkAllSafe(left);
                }

                break;
            case (RefTerm or CallTerm or ComprehensionTerm, ArrayTerm or ObjectTerm):
                if (IsKnown(left))
                {
                    MarkAllSafe(right);
                }

                break;
        }
    }

    /// <summary>Whether a reference or call can be evaluated when these variables are known.</summary>
    public static bool IsKnown(Term term, HashSet<string> safe) => term switch
    {
        RefTerm { Head: VarTerm head } => safe.Contains(head.Name),
        RefTerm { Head: CallTerm call } => IsKnown(call, safe),
        RefTerm reference => VariableCollector.In(reference.Head).IsSubsetOf(safe),
        CallTerm => VariableCollector.In(term, Skip.ForSafety).IsSubsetOf(safe),
        _ => true,
    };

    private bool IsKnown(Term term) => IsKnown(term, safe);

    private bool IsSafe(string name) => safe.Contains(name) || Unified.Contains(name);

    private void UnifyVariables(string a, string b)
    {
        if (IsSafe(b))
        {
            MarkSafe(a);
        }
        else if (IsSafe(a))
        {
            MarkSafe(b);
        }
        else
        {
            MarkUnknown(a, b);
            MarkUnknown(b, a);
        }
    }

    private void UnifyWithComposite(string name, Term composite)
    {
        if (IsSafe(name))
        {
            MarkAllSafe(composite);
            return;
        }

        var missing = VariableCollector.In(composite, Skip.ForPatterns);
        missing.RemoveWhere(IsSafe);
        if (missing.Count == 0)
        {
            MarkSafe(name);
            return;
        }

        foreach (var other in missing)
        {
            MarkUnknown(name, other);
        }
    }

    private void UnifyObjects(ObjectTerm a, ObjectTerm b)
    {
        if (a.Pairs.Length != b.Pairs.Length)
        {
            return;
        }

        var others = TermEquality.ValuesOf(b);
        foreach (var (key, value) in a.Pairs)
        {
            if (others.TryGetValue(TermEquality.KeyOf(key), out var other))
            {
                Unify(value, other);
            }
        }
    }

    private void MarkAllSafe(Term composite)
    {
        foreach (var name in VariableCollector.In(composite, Skip.ForPatterns))
        {
            MarkSafe(name);
        }
    }

    private void MarkSafe(string first)
    {
        var waiting = new Stack<string>([first]);
        while (waiting.TryPop(out var name))
        {
            Unified.Add(name);

            // What it would have been found by is known now too.
            if (_unknown.Remove(name, out var causes))
            {
                foreach (var cause in causes)
                {
                    waiting.Push(cause);
                }
            }

            foreach (var (other, missing) in _unknown)
            {
                if (missing.Remove(name) && missing.Count == 0)
                {
                    waiting.Push(other);
                }
            }
        }
    }

    private void MarkUnknown(string name, string cause)
    {
        if (!_unknown.TryGetValue(name, out var causes))
        {
            _unknown[name] = causes = new HashSet<string>(StringComparer.Ordinal);
        }

        causes.Add(cause);
    }
}
