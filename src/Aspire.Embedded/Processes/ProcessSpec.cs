using System.Text;

namespace Aspire.Hosting.Processes;

/// <summary>A process to start. Travels from the host to a guard as bytes, so that no argument and no secret shows in a process list.</summary>
internal sealed record ProcessSpec(
    string Command, IReadOnlyList<string> Arguments, string WorkingDirectory, IReadOnlyDictionary<string, string> Environment)
{
    public void Write(Stream stream)
    {
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(Command);
        writer.Write(WorkingDirectory);
        writer.Write(Arguments.Count);
        foreach (var argument in Arguments)
        {
            writer.Write(argument);
        }

        writer.Write(Environment.Count);
        foreach (var (name, value) in Environment)
        {
            writer.Write(name);
            writer.Write(value);
        }
    }

    /// <exception cref="EndOfStreamException">The stream ended early: its writer is gone.</exception>
    public static ProcessSpec Read(Stream stream)
    {
        using var reader = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true);
        var command = reader.ReadString();
        var directory = reader.ReadString();

        var arguments = new string[reader.ReadInt32()];
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i] = reader.ReadString();
        }

        var environment = new Dictionary<string, string>();
        for (var count = reader.ReadInt32(); count > 0; count--)
        {
            environment.Add(reader.ReadString(), reader.ReadString());
        }

        return new(command, arguments, directory, environment);
    }
}
