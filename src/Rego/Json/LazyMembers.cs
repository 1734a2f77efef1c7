using Bouncer.Rego.Values;

namespace Bouncer.Rego.Json;

/// <summary>
/// The members of an object of a JSON text. A lookup compares the name with the text's bytes and decodes one value; names become
/// values only when somebody walks through the object. Of members with the same name the last counts, as in Go.
/// </summary>
internal sealed class LazyMembers(JsonTape tape, int row, int depth) : RegoMembers
{
    private Member[]? _members; // in the order of the text

    /// <inheritdoc/>
    public override int MaxCount => tape.CountAt(row);

    /// <inheritdoc/>
    public override RegoValue? Find(RegoString name)
    {
        var all = _members ??= Read();
        var place = PlaceOf(name, all);
        return place < 0 ? null : ValueOf(ref all[place]);
    }

    /// <inheritdoc/>
    public override RegoKind? KindOf(RegoString name)
    {
        var all = _members ??= Read();
        var place = PlaceOf(name, all);
        return place < 0 ? null : tape.KindAt(all[place].Row + 1);
    }

    /// <inheritdoc/>
    public override void AddTo(RegoObject.Builder members)
    {
        foreach (ref var member in (_members ??= Read()).AsSpan())
        {
            members.Set(tape.NameAt(member.Row), ValueOf(ref member));
        }
    }

    private int PlaceOf(RegoString name, Member[] all)
    {
        var mark = name.Mark;
        for (var i = all.Length - 1; i >= 0; i--)
        {
            ref var member = ref all[i];
            if (member.Mark == mark && mark != NameMark.None
                ? tape.HasText(member.Row, name.Value)
                : (member.Mark == NameMark.None || mark == NameMark.None) && tape.TextAt(member.Row) == name.Value)
            {
                return i;
            }
        }

        return -1;
    }

    private Member[] Read()
    {
        var all = new Member[tape.CountAt(row)];
        var name = row + 1;
        foreach (ref var member in all.AsSpan())
        {
            member.Row = name;
            member.Mark = tape.TokenAt(name) == JsonTape.Token.Text ? NameMark.Of(tape.BytesAt(name)) : NameMark.None;
            name = tape.After(name + 1);
        }

        return all;
    }

    // Two threads may decode the same value: what they make is equal, and either may stay.
    private RegoValue ValueOf(ref Member member) => member.Value ??= tape.Decode(member.Row + 1, depth - 1);

    private struct Member
    {
        public RegoValue? Value; // null until somebody asks for it
        public int Row; // of the name, which that of the value follows
        public int Mark; // of the name
    }
}
