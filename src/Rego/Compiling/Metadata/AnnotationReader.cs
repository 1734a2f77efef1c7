using System.Text;
using Bouncer.Rego.Syntax;
using Bouncer.Rego.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Bouncer.Rego.Compiling.Metadata;

/// <summary>Reads the <c># METADATA</c> blocks of a module's comments and finds the statements that they are about.</summary>
internal sealed class AnnotationReader(Compilation compilation, Module module)
{
    private const string Hint = "METADATA";

    /// <summary>The blocks in the order of the source. What is wrong with them is reported.</summary>
    public List<AnnotationBlock> Read()
    {
        var blocks = new List<AnnotationBlock>();
        var comments = module.Comments;
        for (var i = 0; i < comments.Length; i++)
        {
            if (!comments[i].Text.AsSpan().Trim().StartsWith(Hint, StringComparison.Ordinal))
            {
                continue;
            }

            var start = comments[i];
            var yaml = new StringBuilder();
            var line = start.Span.Line;
            while (i + 1 < comments.Length && comments[i + 1].Span.Position == new LinePosition(line + 1, 1))
            {
                line++;
                i++;
                var text = comments[i].Text;
                yaml.Append(text.StartsWith(' ') ? text[1..] : text).Append('\n');
            }

            if (ReadBlock(start.Span, yaml.ToString()) is { } block)
            {
                blocks.Add(block);
            }
        }

        return blocks;
    }

    private AnnotationBlock? ReadBlock(SourceSpan span, string yaml)
    {
        if (string.IsNullOrWhiteSpace(yaml))
        {
            return Wrong(span, "expected METADATA block, found whitespace");
        }

        YamlMappingNode? mapping;
        try
        {
            mapping = YamlTerms.Load(yaml) as YamlMappingNode;
        }
        catch (Exception error) when (error is YamlException or InvalidOperationException or ArgumentException)
        {
            return Wrong(span, $"yaml: {error.Message}");
        }

        if (mapping is null)
        {
            return Wrong(span, "yaml: unmarshal errors: a METADATA block is a map");
        }

        var fields = new AnnotationFields(span, mapping);
        var target = TargetBelow(span.Line);
        var scope = fields.Text("scope") is { Length: > 0 } written ? written : target switch
        {
            Rule => fields.IsEntrypoint ? "document" : "rule",
            Package => "package",
            Import => "import",
            _ => "",
        };
        var (value, problem) = fields.ToObject(scope);
        if (value is null)
        {
            return Wrong(span, problem!);
        }

        if (Misplaced(scope, target, fields.IsEntrypoint) is { } misplaced)
        {
            return Wrong(span, misplaced);
        }

        return new AnnotationBlock(span, scope, target!, value);
    }

    private Node? TargetBelow(int line)
    {
        Node? found = null;
        foreach (var statement in module.Rules.AsEnumerable<Node>().Concat(module.Imports).Append(module.Package))
        {
            if (statement.Span.Line > line && (found is null || statement.Span.Start < found.Span.Start))
            {
                found = statement;
            }
        }

        return found;
    }

    private static string? Misplaced(string scope, Node? target, bool isEntrypoint)
    {
        var have = target switch
        {
            Rule => " (have rule)",
            Package => " (have package)",
            Import => " (have import)",
            _ => "",
        };
        return scope switch
        {
            "rule" or "document" when target is not Rule => $"annotation scope '{scope}' must be applied to rule{have}",
            "package" or "subpackages" when target is not Package => $"annotation scope '{scope}' must be applied to package{have}",
            "rule" or "subpackages" when isEntrypoint => $"annotation entrypoint applied to non-document or package scope '{scope}'",
            "rule" or "document" or "package" or "subpackages" => null,
            _ => $"invalid annotation scope '{scope}'. Use one of 'rule', 'document', 'package', or 'subpackages'",
        };
    }

    private AnnotationBlock? Wrong(SourceSpan span, string message)
    {
        compilation.Report(DiagnosticCodes.Parse, span, message);
        return null;
    }
}
