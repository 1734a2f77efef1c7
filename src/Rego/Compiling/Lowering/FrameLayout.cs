using Bouncer.Rego.Compiling.Checked;

namespace Bouncer.Rego.Compiling.Lowering;

/// <summary>
/// Gives the variables of a rule or query their places in a frame. A variable belongs to the outermost body that mentions it outside
/// of closures; of the same name in two comprehensions that know nothing of each other, each has its own.
/// </summary>
internal sealed class FrameLayout
{
    private readonly List<Dictionary<string, LocalVariable>> _scopes = [[]];

    /// <summary>How many variables there are.</summary>
    public int Size { get; private set; }

    /// <summary>The variables of the outermost scope in the order in which they appeared.</summary>
    public IEnumerable<LocalVariable> Outermost => _scopes[0].Values.OrderBy(v => v.Id);

    public void Push(IEnumerable<string> names)
    {
        var scope = new Dictionary<string, LocalVariable>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (Find(name) is null)
            {
                scope.Add(name, Add(name));
            }
        }

        _scopes.Add(scope);
    }

    public void Pop() => _scopes.RemoveAt(_scopes.Count - 1);

    /// <summary>The variable of a name. One that no scope mentions yet belongs to the innermost.</summary>
    public LocalVariable Get(string name)
    {
        if (Find(name) is not { } variable)
        {
            _scopes[^1].Add(name, variable = Add(name));
        }

        return variable;
    }

    private LocalVariable? Find(string name)
    {
        for (var i = _scopes.Count - 1; i >= 0; i--)
        {
            if (_scopes[i].TryGetValue(name, out var variable))
            {
                return variable;
            }
        }

        return null;
    }

    private LocalVariable Add(string name)
    {
        var kind = VariableNames.IsGenerated(name) ? LocalVariableKind.Generated
            : VariableNames.IsWildcard(name) ? LocalVariableKind.Wildcard
            : LocalVariableKind.Written;
        return new LocalVariable(Size++, kind == LocalVariableKind.Wildcard ? "_" : VariableNames.Original(name), kind);
    }
}
