using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Aspire.Hosting.Logging;

/// <summary>One line for each message: who said it, a bar, what was said. What the host itself says is under "apphost".</summary>
internal sealed class PrefixFormatter() : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "prefix";
    private const string Host = "apphost";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        textWriter.Write(ResourceLogCategory.ResourceName(logEntry.Category) ?? Host);
        textWriter.Write(" | ");
        textWriter.Write(logEntry.LogLevel switch
        {
            LogLevel.Critical or LogLevel.Error => "ERROR: ",
            LogLevel.Warning => "warning: ",
            _ => "",
        });
        textWriter.WriteLine(logEntry.Formatter(logEntry.State, logEntry.Exception));
        if (logEntry.Exception is { } exception)
        {
            textWriter.WriteLine(exception);
        }
    }
}
