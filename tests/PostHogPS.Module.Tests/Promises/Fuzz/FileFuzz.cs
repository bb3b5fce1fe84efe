using System;
using System.Collections;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Text;
using CsCheck;
using PostHogPS.Binding;
using PostHogPS.Engine.Tests.Fuzz;
using Xunit;
using PostHogPS.Health;
using PostHogPS.Maintenance;
using PostHogPS.Contracts;

namespace PostHogPS.Module.Tests.Promises.Fuzz;

/// <summary>What was written to a file and comes back: Clixml, CSV and the files that remember states, whole or spoilt.</summary>
[Trait("Speed", "Slow")]
public sealed class FileFuzz
{
    private const int Modest = 2000;

    private static readonly Guid Id = new("0199aaaa-0000-7000-8000-000000000001");

    /// <summary>A name goes through Export-Clixml and Import-Clixml and still names the same export.</summary>
    [Fact]
    public void Clixml_gives_back_what_was_written() => Fuzzing.Texts("clixml", HostileText.Any, Modest, static text =>
    {
        var export = new BatchExport { Id = Id, Name = text, ProjectId = 7, Interval = "hour" };
        if (Written(export) is not { } xml)
            return;
        PipedObject piped = PipedObject.Read(PSSerializer.Deserialize(xml));
        Assert.Equal((PipedKind.BatchExport, Id, 7L, text), (piped.Kind, piped.BatchExportId, piped.ProjectId, piped.Name));

        var run = new BatchExportRun { Id = Id, BatchExportId = Id, BatchExportName = text, LatestError = text, Status = text };
        piped = PipedObject.Read(PSSerializer.Deserialize(Written(run)!));
        Assert.Equal((PipedKind.Run, Id, text), (piped.Kind, piped.Id, piped.Name));
    });

    /// <summary>Spoilt XML is PowerShell's to refuse; whatever it makes of it, the module reads or leaves alone.</summary>
    [Fact]
    public void Spoilt_Clixml_is_read_or_refused()
    {
        string whole = PSSerializer.Serialize(new BatchExport { Id = Id, Name = "events", ProjectId = 7, Interval = "hour" }, 2);
        Fuzzing.Bytes("clixml-spoilt", Spoilt(whole), Modest, static bytes =>
        {
            object? back;
            try
            {
                back = PSSerializer.Deserialize(Encoding.UTF8.GetString(bytes));
            }
            catch (Exception e) when (e is not NullReferenceException)
            {
                return;
            }

            _ = PipedObject.Read(back);
        });
    }

    /// <summary>A row of CSV holds texts only, under any heading.</summary>
    [Fact]
    public void Rows_of_CSV_are_read() => Fuzzing.Texts("csv", HostileText.Any, Modest, static text =>
    {
        foreach (string heading in new[] { "Id", "BatchExportId", "ProjectId", "Name", "BatchExportName", "DataIntervalEnd", "WorkflowId", "Destination",
            "Interval", "Pinned", text })
        {
            var row = new PSObject();
            row.Properties.Add(new PSNoteProperty("Id", Id.ToString()));
            row.Properties.Add(new PSNoteProperty("Name", text));
            if (heading.Length > 0 && row.Properties[heading] is null)
                row.Properties.Add(new PSNoteProperty(heading, text));
            Assert.Equal(Id, PipedObject.Read(row).Id);
            _ = PipedObject.Read(new Hashtable { [heading] = text });
            _ = Binding.PlainValue.CreateFrom(row);
        }
    });

    /// <summary>The file of a maintenance window gives back what was written, and a spoilt one is refused by the module's own error.</summary>
    [Fact]
    public void The_file_of_a_window_is_read_or_refused()
    {
        using var folder = new TempFolder();
        string path = folder["window.json"];
        var file = new PauseFile { Host = "https://us.posthog.com" };
        file.Exports.Add(new PausedExport { IdText = Id.ToString(), Name = "events", ProjectId = 7, ProjectName = "Web", State = PausedExport.Paused, By = "a",
            PausedAt = new DateTimeOffset(2026, 8, 1, 0, 0, 0, TimeSpan.Zero) });
        file.Write(path);
        string whole = File.ReadAllText(path);

        var gate = new object();
        Fuzzing.Texts("window-names", HostileText.Any, Modest / 4, text =>
        {
            lock (gate)
            {
                file.Exports[0].Name = file.Exports[0].By = text;
                file.Write(path);
                Assert.Equal(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)),
                    Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(PauseFile.Read(path).Exports[0].Name)));
            }
        });
        ReadSpoilt("window-spoilt", path, whole, () =>
        {
            foreach (PausedExport one in PauseFile.Read(path).Exports)
                _ = (one.Id, one.PausedAt, one.PausedBefore, one.IsOpen);
        });
    }

    /// <summary>The same for the file of the last states.</summary>
    [Fact]
    public void The_file_of_states_is_read_or_refused()
    {
        using var folder = new TempFolder();
        string path = folder["health.json"];
        var file = new HealthStateFile();
        file.Exports.Add(new RememberedHealth
        {
            Host = "https://us.posthog.com/", ProjectId = 7, IdText = Id.ToString(), Name = "events", State = "Healthy", IsHealthy = true,
            ChangedAtText = "2026-08-01T00:00:00Z",
        });
        file.Write(path);
        var health = new BatchExportHealth { BatchExportId = Id, ProjectId = 7, State = "Failing" };
        ReadSpoilt("states-spoilt", path, File.ReadAllText(path), () =>
        {
            foreach (RememberedHealth one in HealthStateFile.Read(path).Exports)
                _ = (one.Id, one.IsOf(health), one.IsNewerThan(health));
        });
    }

    // A damaged file is still read, or refused by a problem of ours.
    private static void ReadSpoilt(string name, string path, string whole, Action read)
    {
        var gate = new object();
        Fuzzing.Bytes(name, Spoilt(whole), Modest, bytes =>
        {
            lock (gate)
            {
                File.WriteAllBytes(path, bytes);
                try
                {
                    read();
                }
                catch (ProblemException)
                {
                    return;
                }
            }
        });
    }

    /// <summary>Null for what XML has no way to say: PowerShell itself refuses to write it.</summary>
    private static string? Written(object item)
    {
        try
        {
            return PSSerializer.Serialize(item, 2);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static Gen<byte[]> Spoilt(string whole) =>
        Gen.Select(Gen.Double[0, 1], Gen.Int[0, 40], HostileText.Any).Array[0, 4].Select(changes =>
        {
            byte[] bytes = Encoding.UTF8.GetBytes(whole);
            foreach ((double where, int gone, string put) in changes)
            {
                int at = (int)(where * bytes.Length);
                bytes = [.. bytes[..at], .. Encoding.UTF8.GetBytes(put), .. bytes.Skip(at + gone)];
            }

            return bytes;
        });
}
