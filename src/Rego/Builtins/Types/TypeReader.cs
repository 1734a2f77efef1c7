using Bouncer.Rego.Values;

namespace Bouncer.Rego.Builtins.Types;

/// <summary>Reads types in the notation OPA prints. For the table of builtins, not for strangers' text: what is wrong there throws.</summary>
internal ref struct TypeReader
{
    private readonly ReadOnlySpan<char> text;
    private int at;

    private TypeReader(ReadOnlySpan<char> text) => this.text = text;

    public static RegoType Read(string text)
    {
        var reader = new TypeReader(text);
        var type = reader.Type();
        return reader.at == text.Length ? type : throw reader.Wrong("end");
    }

    /// <summary>A signature: <c>string, array[any] =&gt; boolean</c>; <c>any... =&gt;</c> is variadic and gives nothing.</summary>
    public static Signature ReadSignature(string text)
    {
        var reader = new TypeReader(text);
        List<RegoType> arguments = [];
        RegoType? variadic = null;
        reader.Skip(" ");
        while (!reader.Skip("=>"))
        {
            var type = reader.Type();
            if (reader.Skip("..."))
            {
                variadic = type;
            }
            else
            {
                arguments.Add(type);
            }

            _ = reader.Skip(",") || reader.Skip(" ");
            reader.Skip(" ");
        }

        reader.Skip(" ");
        return new(arguments, variadic, reader.at == text.Length ? null : reader.Type());
    }

    private bool Skip(string word)
    {
        if (!text[at..].StartsWith(word))
        {
            return false;
        }

        at += word.Length;
        return true;
    }

    private void Expect(string word)
    {
        if (!Skip(word))
        {
            throw Wrong(word);
        }
    }

    private readonly InvalidOperationException Wrong(string wanted) => new($"\"{text}\" has no \"{wanted}\" at {at}.");

    private RegoType Type()
    {
        foreach (var scalar in (ReadOnlySpan<RegoType>)[RegoType.Null, RegoType.Boolean, RegoType.Number, RegoType.String])
        {
            if (Skip(scalar.ToString()!))
            {
                return scalar;
            }
        }

        if (Skip("any"))
        {
            return Skip("<") ? new UnionType(List()) : RegoType.Any;
        }

        if (Skip("array"))
        {
            var items = Skip("<") ? List() : [];
            return new ArrayType(items, Skip("[") ? Closed() : null);
        }

        if (Skip("set"))
        {
            Expect("[");
            return new SetType(Closed());
        }

        Expect("object");
        var properties = Skip("<") ? Properties() : [];
        if (!Skip("["))
        {
            return new ObjectType(properties, null, null);
        }

        var key = Type();
        Expect(": ");
        return new ObjectType(properties, key, Closed());
    }

    private RegoType Closed()
    {
        var type = Type();
        Expect("]");
        return type;
    }

    private List<RegoType> List()
    {
        List<RegoType> types = [];
        do
        {
            types.Add(Type());
        }
        while (Skip(", "));
        Expect(">");
        return types;
    }

    private List<PropertyType> Properties()
    {
        List<PropertyType> properties = [];
        do
        {
            var colon = text[at..].IndexOf(':');
            var name = text.Slice(at, colon).ToString();
            at += colon;
            Expect(": ");
            properties.Add(new(new RegoString(name), Type()));
        }
        while (Skip(", "));
        Expect(">");
        return properties;
    }
}
