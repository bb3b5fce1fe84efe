using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using NJsonSchema;
using PostHogPS.Files;
using PostHogPS.TestKit;
using PostHogPS.Text;
using Xunit;

namespace PostHogPS.Domain.Tests.Files;

/// <summary>The two judges of a file: the module, and its published schema as another library reads it. They must agree.</summary>
internal sealed class SchemaJudges(FileFormat format)
{
    private readonly Task<JsonSchema> _schema = ApiDescription.ReadSchemaAsync(Encoding.UTF8.GetString(format.EncodeSchema()));

    /// <summary>Fails where the schema in docs/schemas is not the one that the module writes; UPDATE_DOCS=1 renews it.</summary>
    public void CheckPublished()
    {
        string published = Path.Combine(Repository.Root, "docs", "schemas", format.SchemaName);
        byte[] made = format.EncodeSchema();
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(published)!);
            File.WriteAllBytes(published, made);
        }

        Assert.True(File.Exists(published) && File.ReadAllBytes(published).AsSpan().SequenceEqual(made),
            "docs/schemas is stale. If the change is wanted, run 'UPDATE_DOCS=1 dotnet test', and raise the version when an older reader would misunderstand a file.");
    }

    /// <summary>What the module finds in a file; fails where the schema says otherwise.</summary>
    public async Task<IReadOnlyList<FileProblem>> JudgeAsync(string text)
    {
        FileValue root = FileTextTests.Read(text);
        IReadOnlyList<FileProblem> ours = format.Check(root);
        bool theirs = (await _schema).Validate(FileText.Format(root)).Count == 0;
        Assert.True(theirs == (ours.Count == 0),
            $"The schema says {(theirs ? "good" : "bad")}, the module: {string.Join("; ", ours.Select(p => p.Property + ": " + p.Message))}\n{text}");
        return ours;
    }

    /// <summary>The one problem of a good file after a change of its text.</summary>
    public async Task<FileProblem> JudgeChangedAsync(string good, string old, string replacement)
    {
        string text = good.Replace(old, replacement, StringComparison.Ordinal);
        Assert.NotEqual(good, text);
        return Assert.Single(await JudgeAsync(text));
    }
}
