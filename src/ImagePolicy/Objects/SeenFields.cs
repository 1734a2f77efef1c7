using System.Runtime.CompilerServices;
using System.Text.Json;
using Bouncer.Json;

namespace Bouncer.ImagePolicy.Objects;

/// <summary>The fields of one JSON object that have been read, to notice one that comes twice, and the reading of strings.
/// Paths are made only for a problem.</summary>
internal ref struct SeenFields
{
    private readonly KubernetesObject _result;
    private readonly string _path;
    private readonly string? _list;
    private readonly int _index;
    private FieldNames _seen;
    private int _count;

    public SeenFields(KubernetesObject result, string path)
    {
        _result = result;
        _path = path;
    }

    /// <summary>For an element of a list of a pod spec.</summary>
    public SeenFields(KubernetesObject result, PodLocation location, string list, int index)
        : this(result, location.Path())
    {
        _list = list;
        _index = index;
    }

    /// <summary>Notes a field, given as a literal, and moves the reader from its name to its value.</summary>
    public void Once(ref JsonReader reader, string field)
    {
        reader.Read();
        foreach (var name in _seen[.._count])
        {
            if (ReferenceEquals(name, field))
            {
                _result.AddProblem(PathOf(field), "appears twice");
                return;
            }
        }

        _seen[_count++] = field;
    }

    /// <summary>Notes a field and reads its string: null if it is null, or if it is no string, which is a problem.</summary>
    public string? String(ref JsonReader reader, string field)
    {
        Once(ref reader, field);
        if (reader.TokenType == JsonTokenType.String)
        {
            try
            {
                return reader.GetString();
            }
            catch (InvalidOperationException)
            {
                // Neither bytes outside UTF-8 nor half a surrogate pair can be asked for without an exception.
                _result.AddProblem(PathOf(field), "is not valid Unicode");
                return null;
            }
        }

        if (reader.TokenType != JsonTokenType.Null)
        {
            _result.AddProblem(PathOf(field), "is not a string");
            reader.Skip();
        }

        return null;
    }

    /// <summary>As many as the object with the most known fields has.</summary>
    [InlineArray(7)]
    private struct FieldNames
    {
        private string _name;
    }

    private readonly string PathOf(string field)
    {
        var parent = _list is null ? _path : $"{(_path.Length == 0 ? "" : _path + ".")}{_list}[{_index}]";
        return parent.Length == 0 ? field : $"{parent}.{field}";
    }
}
