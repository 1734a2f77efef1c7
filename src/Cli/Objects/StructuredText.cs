using System.Text;
using System.Text.Json;
using Bouncer.Rego.Json;
using Bouncer.Rego.Values;

namespace Bouncer.Cli.Objects;

/// <summary>Prints values for programs. Everything but ASCII is escaped, so that it does no harm in a terminal either.</summary>
internal static class StructuredText
{
    private static readonly JsonWriterOptions s_indented = new() { Indented = true, IndentSize = 4, NewLine = "\n" };

    public static void WriteJson(RegoValue value, TextWriter output)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, s_indented))
        {
            using var document = JsonDocument.Parse(RegoJson.ToUtf8(value));
            document.WriteTo(writer);
        }

        output.WriteLine(Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
    }

    /// <summary>An object of members, without those that are null.</summary>
    public static RegoObject Object(params ReadOnlySpan<(string Name, RegoValue? Value)> members)
    {
        var builder = new RegoObject.Builder(members.Length);
        foreach (var (name, value) in members)
        {
            if (value is not null)
            {
                builder.Set(name, value);
            }
        }

        return builder.Build();
    }

    public static RegoArray Array(IEnumerable<RegoValue> items) => RegoArray.Create([.. items]);

    public static RegoString Text(string text) => RegoString.Of(text);

    /// <summary>The text, or JSON's null.</summary>
    public static RegoValue TextOrNull(string? text) => text is null ? RegoNull.Instance : RegoString.Of(text);
}
