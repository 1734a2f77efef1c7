using System.Diagnostics;
using System.Text.Json;
using Bouncer.Rego.Json;

namespace Bouncer.Rego.Conformance.Differential;

/// <summary>A real OPA: a program that reads one JSON case a line and answers a line each.</summary>
internal sealed class Oracle(string program) : IDisposable
{
    private Process? _process;

    /// <summary>
    /// OPA's answer: a value, <c>undefined</c> or <c>error CODE</c>. Null if there is none: some modules overflow its stack, and
    /// another process takes the next question.
    /// </summary>
    public async Task<string?> AnswerAsync(Question question)
    {
        _process ??= Start();
        try
        {
            await _process.StandardInput.WriteLineAsync(question.ToJson());
            await _process.StandardInput.FlushAsync();
            if (await _process.StandardOutput.ReadLineAsync() is { } answer)
            {
                return Read(answer);
            }
        }
        catch (IOException)
        {
            // It ended while it was asked, which is no answer either.
        }

        Dispose();
        return null;
    }

    public void Dispose()
    {
        _process?.Kill();
        _process?.Dispose();
        _process = null;
    }

    private Process Start()
    {
        var process = Process.Start(new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        return process;
    }

    private static string Read(string answer)
    {
        using var document = JsonDocument.Parse(answer);
        var root = document.RootElement;
        if (root.TryGetProperty("error", out var error))
        {
            return $"error {error.GetProperty("code").GetString()}";
        }

        return root.GetProperty("defined").GetBoolean()
            ? RegoJson.Parse(root.GetProperty("result")[0].GetProperty("x").GetRawText()).ToString()
            : "undefined";
    }
}
