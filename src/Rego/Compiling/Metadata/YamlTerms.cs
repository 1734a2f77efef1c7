using System.Collections.Immutable;
using System.Globalization;
using Bouncer.Rego.Syntax;
using Bouncer.Rego.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Bouncer.Rego.Compiling.Metadata;

/// <summary>YAML in comments, as terms. Comments are anyone's: depth and number of nodes are bounded, aliases count each time.</summary>
internal static class YamlTerms
{
    private const int MaxDepth = 64;
    private const int MaxNodes = 10_000;

    /// <summary>The first document; null if there is none.</summary>
    /// <exception cref="YamlException">The text is no YAML, or nested too deeply.</exception>
    public static YamlNode? Load(string text)
    {
        CheckDepth(text);
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return stream.Documents.Count > 0 ? stream.Documents[0].RootNode : null;
    }

    /// <summary>A node as a term; null if it is too large or has keys that are no strings.</summary>
    public static Term? ToTerm(YamlNode node, SourceSpan span)
    {
        var budget = MaxNodes;
        return ToTerm(node, span, MaxDepth, ref budget);
    }

    // The representation model is built recursively; events are not.
    private static void CheckDepth(string text)
    {
        var parser = new YamlDotNet.Core.Parser(new StringReader(text));
        var depth = 0;
        while (parser.MoveNext())
        {
            depth += parser.Current!.NestingIncrease;
            if (depth > MaxDepth)
            {
                throw new YamlException(parser.Current.Start, parser.Current.End, $"more than {MaxDepth} levels");
            }
        }
    }

    private static Term? ToTerm(YamlNode node, SourceSpan span, int depth, ref int budget)
    {
        if (depth == 0 || budget-- == 0)
        {
            return null;
        }

        switch (node)
        {
            case YamlScalarNode scalar:
                return Scalar(scalar, span);
            case YamlSequenceNode sequence:
                var elements = ImmutableArray.CreateBuilder<Term>();
                foreach (var child in sequence.Children)
                {
                    if (ToTerm(child, span, depth - 1, ref budget) is not { } element)
                    {
                        return null;
                    }

                    elements.Add(element);
                }

                return new ArrayTerm(span, elements.ToImmutable());
            case YamlMappingNode mapping:
                var pairs = ImmutableArray.CreateBuilder<ObjectPair>();
                foreach (var (key, value) in mapping.Children)
                {
                    if (key is not YamlScalarNode { Value: { } name } || ToTerm(value, span, depth - 1, ref budget) is not { } term)
                    {
                        return null;
                    }

                    pairs.Add(new ObjectPair(new StringTerm(span, name), term));
                }

                return new ObjectTerm(span, pairs.ToImmutable());
            default:
                return null;
        }
    }

    private static Term Scalar(YamlScalarNode scalar, SourceSpan span)
    {
        var text = scalar.Value ?? "";
        if (scalar.Style is not (ScalarStyle.Plain or ScalarStyle.Any))
        {
            return new StringTerm(span, text);
        }

        return text switch
        {
            "" or "~" or "null" or "Null" or "NULL" => new NullTerm(span),
            "true" or "True" or "TRUE" => new BooleanTerm(span, true),
            "false" or "False" or "FALSE" => new BooleanTerm(span, false),
            _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
                => new NumberTerm(span, whole.ToString(CultureInfo.InvariantCulture)),
            _ when char.IsAsciiDigit(text[^1]) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
                => new NumberTerm(span, number.ToString("R", CultureInfo.InvariantCulture)),
            _ => new StringTerm(span, text),
        };
    }
}
