using Bouncer.Rego.Syntax;
using Bouncer.Rego.Text;

namespace Bouncer.Rego.Conformance.Differential;

/// <summary>Looks for the smallest part of a module that still shows what the whole does.</summary>
/// <param name="shows">Whether a module shows it. Is asked about modules that do not compile, too.</param>
/// <param name="maxTries">How often that may be asked; what is smallest until then is the answer.</param>
internal sealed class Shrinker(Func<string, Task<bool>> shows, int maxTries = 2_000)
{
    /// <summary>A module that shows it and becomes another or none by every single change; the given text if it is lost by printing it anew.</summary>
    public async Task<string> ShrinkAsync(string text)
    {
        if (Parser.ParseModule(new SourceText("test.rego", text), LanguageVersion.V1).Value is not { } module
            || !await shows(Printer.Print(module)))
        {
            return text;
        }

        var tries = 1;
        bool isSmaller;
        do
        {
            isSmaller = false;
            var number = 0;
            while (tries < maxTries)
            {
                var reduction = new Reduction(number);
                var reduced = reduction.Rewrite(module);
                if (!reduction.IsMade)
                {
                    break;
                }

                tries++;
                if (await shows(Printer.Print(reduced)))
                {
                    // The change that came after this one has its number now.
                    module = reduced;
                    isSmaller = true;
                }
                else
                {
                    number++;
                }
            }
        }
        while (isSmaller && tries < maxTries);

        return Printer.Print(module);
    }
}
