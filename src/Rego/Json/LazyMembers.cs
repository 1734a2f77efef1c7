using Bouncer.Rego.Values;

namespace Bouncer.Rego.Json;

/// <summary>
/// The members of an object of a JSON text. A lookup compares the name with the text's bytes and decodes one value; names become
/// values only when somebody walks through the object. Of members with the same name the last counts, as in Go.
/// </summary>
internal sealed class LazyMembers(JsonTape tape, int row, int depth)
{
    private RegoValue?[]? values; // decoded values by the place of the member in the text

    /// <summary>Whether the object has so many members that looking at each for every lookup would cost too much.</summary>
    public bool IsLarge => tape.CountAt(row) > 32;

    /// <summary>The value of a name, null if there is no such member.</summary>
    public RegoValue? Find(string name)
    {
        var value = tape.Find(row, name, out var place);
        return place < 0 ? null : Value(place, value);
    }

    private RegoValue Value(int place, int valueRow)
    {
        // Two threads may decode the same value: what they make is equal, and either may stay.
        var decoded = values ??= new RegoValue?[tape.CountAt(row)];
        return decoded[place] ??= tape.Decode(valueRow, depth - 1);
    }

    /// <summary>All members.</summary>
    public RegoObject.Table ToTable()
    {
        var count = tape.CountAt(row);
        var members = new RegoObject.Builder(count);
        var member = row + 1;
        for (var i = 0; i < count; i++)
        {
            members.Set(tape.NameAt(member), Value(i, member + 1));
            member = tape.After(member + 1);
        }

        return members.ToTable();
    }
}
