using Bouncer.Rego.Builtins.Types;
using Bouncer.Rego.Text;

namespace Bouncer.Rego.Compiling.Typing;

/// <summary>Errors about types, with what was found and what was wanted.</summary>
internal static class TypeErrors
{
    /// <summary>Arguments that do not fit a function.</summary>
    public static Diagnostic Arguments(SourceSpan span, string function, string problem, IReadOnlyList<RegoType?> have, Signature want)
    {
        var wanted = want.Arguments.Select(a => a.ToString()!);
        if (want.Variadic is not null)
        {
            wanted = wanted.Append($"{want.Variadic}...");
        }

        return new Diagnostic(DiagnosticCodes.Type, $"{function}: {problem}", span)
        {
            Details =
            [
                $"have: ({string.Join(", ", have.Select(t => t?.ToString() ?? "???"))})",
                $"want: ({string.Join(", ", wanted)})",
            ],
        };
    }
}
