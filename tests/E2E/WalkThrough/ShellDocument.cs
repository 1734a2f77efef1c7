using Bouncer.TestSupport;

namespace Bouncer.E2E.WalkThrough;

/// <summary>The commands of a page of the documentation, in its order.</summary>
/// <param name="Blocks">Its blocks of <c>sh</c>.</param>
internal sealed record ShellDocument(IReadOnlyList<ShellBlock> Blocks)
{
    /// <summary>All commands.</summary>
    public IEnumerable<string> Commands => Blocks.SelectMany(b => b.Commands);

    /// <summary>Reads a page of the repository.</summary>
    /// <param name="file">Its path there.</param>
    public static ShellDocument Load(string file) => Parse(File.ReadAllText(Path.Combine(Repository.Root, file)));

    /// <summary>Reads a page.</summary>
    /// <exception cref="FormatException">A block is not closed, a command has no end, or a block of commands is marked as something
    /// else than <c>sh</c>, and would be passed over.</exception>
    public static ShellDocument Parse(string text)
    {
        var blocks = new List<ShellBlock>();
        var heading = "";
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith('#'))
            {
                heading = lines[i].TrimStart('#', ' ');
            }
            else if (lines[i].StartsWith("```", StringComparison.Ordinal))
            {
                var language = lines[i][3..];
                var end = Array.IndexOf(lines, "```", i + 1);
                if (end < 0 || language is "bash" or "shell" or "console")
                {
                    throw new FormatException($"line {i + 1}: {(end < 0 ? "the block has no end" : $"blocks of commands are marked sh, and not {language}")}");
                }

                if (language == "sh")
                {
                    blocks.Add(new(heading, ShellCommands.Split(lines[(i + 1)..end])));
                }

                i = end;
            }
        }

        return new(blocks);
    }
}

/// <summary>A block of commands.</summary>
/// <param name="Heading">The heading that it stands under.</param>
/// <param name="Commands">Its commands, as they are written, comments at their ends too.</param>
internal sealed record ShellBlock(string Heading, IReadOnlyList<string> Commands);
