using System.Buffers;
using Bouncer.ImagePolicy.Documents.Source;

namespace Bouncer.ImagePolicy.Documents;

/// <summary>The fields of one mapping, each known and there once.</summary>
internal sealed class Fields
{
    private static readonly SearchValues<char> s_plain =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");

    private readonly Place _parent;
    private readonly Dictionary<string, Place> _values = new(StringComparer.Ordinal);

    private Fields(Place parent) => _parent = parent;

    /// <summary>The value of a field; null if it is not written.</summary>
    public Place? this[string name] => _values.TryGetValue(name, out var value) ? value : null;

    /// <summary>The value of a field that must be there; null, and reported, if it is not.</summary>
    public Place? Required(string name, string remedy)
    {
        if (!_values.TryGetValue(name, out var value))
        {
            _parent.Errors.Add(_parent.Node, PathOf(_parent.Path, name), $"is missing; {remedy}");
            return null;
        }

        return value;
    }

    /// <summary>Reads a mapping; unknown and repeated fields are reported and left out.</summary>
    public static Fields Read(Place parent, MappingNode mapping, FieldTable table)
    {
        var fields = new Fields(parent);
        Dictionary<string, SourceNode> seen = new(StringComparer.Ordinal);
        foreach (var (key, value) in mapping.Entries)
        {
            if (key is not ScalarNode { Text: var name })
            {
                parent.Errors.Add(key, parent.Path, $"a field name is {key.Description}; write one of {string.Join(", ", table.Names)}");
                continue;
            }

            var path = PathOf(parent.Path, name);
            if (!seen.TryAdd(name, key))
            {
                parent.Errors.Add(key, path, $"is written twice; the first is on line {seen[name].Line}");
            }
            else if (!table.Names.Contains(name, StringComparer.Ordinal))
            {
                parent.Errors.Add(key, path, table.Unknown(name));
            }
            else
            {
                fields._values.Add(name, new Place(value, path, parent.Errors));
            }
        }

        return fields;
    }

    private static string PathOf(string parent, string name)
    {
        var shown = name.Length is > 0 and <= 80 && !name.AsSpan().ContainsAnyExcept(s_plain) ? name : $"[{Printable.Quoted(name, 80)}]";
        return parent.Length == 0 ? shown : shown[0] == '[' ? parent + shown : $"{parent}.{shown}";
    }
}
