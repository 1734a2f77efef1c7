using Bouncer.Rego.Syntax;
using Bouncer.Rego.Text;

namespace Bouncer.Rego.Compiling.Metadata;

/// <summary>What a <c># METADATA</c> comment says about the statement below it.</summary>
/// <param name="Span">Where the block starts.</param>
/// <param name="Scope">What it is about: <c>rule</c>, <c>document</c>, <c>package</c> or <c>subpackages</c>.</param>
/// <param name="Target">The rule or package below it.</param>
/// <param name="Value">What it says, as <c>rego.metadata.rule()</c> gives it.</param>
internal sealed record AnnotationBlock(SourceSpan Span, string Scope, Node Target, ObjectTerm Value);
