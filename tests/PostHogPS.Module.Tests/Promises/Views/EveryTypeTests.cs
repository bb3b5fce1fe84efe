using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using System.Xml.Linq;
using PostHogPS.TestHost;
using Xunit;
using PostHogPS.Text;

namespace PostHogPS.Module.Tests.Promises.Views;

/// <summary>Every object that a cmdlet gives, or that such an object holds, has a table and a list, and none lets a terminal be steered.</summary>
[Trait("Speed", "Slow")]
public sealed class EveryTypeTests
{
    private const string Steering = "x\u001b[31mred\u001b]0;t\u0007\r\nnew\u202Eback\u2028z";

    private static readonly string Folder = Path.Combine(Path.GetDirectoryName(StagedModule.Manifest)!, "bin");
    private static readonly XDocument Format = XDocument.Load(Path.Combine(Folder, "PostHogPS.Format.ps1xml"));

    private static readonly Type[] Shown = [.. typeof(BatchExport).Assembly.GetExportedTypes()
        .SelectMany(static t => t.GetCustomAttributes<OutputTypeAttribute>()).SelectMany(static a => a.Type).Select(static t => t.Type)
        .Concat(typeof(BatchExport).Assembly.GetExportedTypes()
            .Where(static t => t is { Namespace: "PostHogPS", IsAbstract: false } && !typeof(Exception).IsAssignableFrom(t) && !t.IsEnum))
        .Where(static t => t.Assembly == typeof(BatchExport).Assembly && !typeof(Cmdlet).IsAssignableFrom(t)).Distinct().OrderBy(static t => t.Name)];

    public static TheoryData<string> Names => [.. Shown.Select(static t => t.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Has_a_table_and_a_list(string type)
    {
        foreach (string kind in new[] { "TableControl", "ListControl" })
            Assert.Single(Format.Descendants("View"),
                v => v.Descendants("ViewSelectedBy").Descendants("TypeName").Any(n => n.Value == "PostHogPS." + type) && v.Element(kind) is not null);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void No_text_of_it_steers_a_terminal(string type)
    {
        using var shell = Shell.Open(new ShellOptions { Width = 200 });
        object item = Filled(Shown.Single(t => t.Name == type));
        shell.Set("item", item);
        string clean = OneLine.Clean(Steering);
        using var other = Shell.Open(new ShellOptions { Width = 200 });
        other.Set("item", Filled(item.GetType(), clean));
        foreach (string view in new[] { "$item | Format-Table", "$item | Format-List", "$item" })
        {
            string text = shell.Show(view).Text;
            Assert.True(text.IndexOfAny(['\u001b', '\u0007', '\u202E', '\u2028']) < 0, view + " of " + type + ": " + text);
            // A column that wraps breaks lines itself: so it is where the text had no break.
            if (text.Replace("\r", "", StringComparison.Ordinal).Contains("\nnew", StringComparison.Ordinal))
                Assert.Equal(other.Show(view).Text, text);
        }

        // It is the text that is shown, not nothing.
        if (item.GetType().GetProperties().Any(static p => p.PropertyType == typeof(string) && p.CanWrite && p.Name is not "AccessToken" and not "Cursor"))
            Assert.Contains(clean[..6], shell.Show("$item | Format-List").Text, StringComparison.Ordinal);
    }

    /// <summary>
    /// Jobs and files give back what was written to them, all of it and in the same order. It is stored in a file, read, and stored again:
    /// no view goes into the file with it.
    /// </summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void A_copy_has_all_properties_and_a_copy_of_it_shows_the_same(string type)
    {
        Type shown = Shown.Single(t => t.Name == type);
        using var sandbox = new SandboxShell();
        sandbox.Shell.Set("item", Filled(shown, "text"));
        sandbox.Run("$one, $two = & { $copy = $item; foreach ($i in 1..2) { "
            + "$copy = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($copy)); $copy } }").Clean();
        string[] NamesOf(string item) => [.. sandbox.Run($"{item}.PSObject.Properties.Name").Clean().Objects.Select(static name => name.ToString())];
        // Outside Windows Export-Clixml writes a SecureString as good as readable.
        IEnumerable<string> secure = shown.GetProperties().Where(static p => p.PropertyType == typeof(System.Security.SecureString)).Select(static p => p.Name);
        Assert.Equal(NamesOf("$item").Except(secure), NamesOf("$one").Where(static name => name != "AdditionalProperties"));
        Assert.Equal(NamesOf("$one").Order(StringComparer.Ordinal), NamesOf("$two").Order(StringComparer.Ordinal));
        Assert.Equal(sandbox.Shell.Show("$one | Format-List").Text, sandbox.Shell.Show("$two | Format-List").Text);
    }

    /// <summary>Export-Csv writes the name of the type of an array, and of every list that does not say what it holds.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void A_list_in_it_says_its_items(string type)
    {
        Assert.Empty(Shown.Single(t => t.Name == type).GetProperties(BindingFlags.Instance | BindingFlags.Public)
            .Where(static p => typeof(System.Collections.IEnumerable).IsAssignableFrom(p.PropertyType) && p.PropertyType != typeof(string)
                && p.PropertyType != typeof(IDictionary<string, object?>)
                && !(p.PropertyType.IsGenericType && p.PropertyType.GetGenericTypeDefinition() == typeof(ItemList<>))).Select(static p => p.Name));
    }

    [Fact]
    public void A_list_goes_to_CSV_and_comes_out_of_PowerShell_as_an_array_does()
    {
        using var sandbox = new SandboxShell();
        sandbox.Shell.Set("board", new Dashboard { Tags = ["growth", "two\nlines"] });
        sandbox.Shell.Set("export", new BatchExport { Filters = new object?[] { new Dictionary<string, object?> { ["key"] = "$browser" }, 7L } });
        Assert.Equal("growth, two lines|{key: $browser}, 7|", sandbox.Run(
            "\"$(($board | ConvertTo-Csv | ConvertFrom-Csv).Tags)|$(($export | ConvertTo-Csv | ConvertFrom-Csv).Filters)|$(($export | ConvertTo-Csv | ConvertFrom-Csv).LatestRuns)\"").Single.ToString());
        foreach ((string line, string expected) in new[] { ("@($board.Tags).Count", "2"), ("$board.Tags.Length", "2"), ("$board.Tags[0]", "growth"), ("($board.Tags + 'x').Count", "3"),
            ("$board.Tags -contains 'growth'", "True"), ("($board.Tags | ForEach-Object { 1 }).Count", "2"), ("[bool]$export.PrimaryKey", "False"),
            ("($board | Select-Object Tags | ConvertTo-Json -Compress)", "{\"Tags\":[\"growth\",\"two\\nlines\"]}"), ("([string[]]$board.Tags).Length", "2"),
            ("$board.Tags = 'one', 'two', 'three'; $board.Tags.Count", "3"), ("$board.Tags += 'four'; $board.Tags.Count", "4") })
            Assert.Equal(expected, sandbox.Run(line).Clean().Single.ToString());
    }

    /// <summary>The same for maps: as they are made, and as they come from a server.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void A_map_in_it_says_its_items(string type)
    {
        Type shown = Shown.Single(t => t.Name == type);
        if (type == nameof(PostHogConnection))
            return;
        object item = type == nameof(BatchExportDestinationDefinition)
            ? new BatchExportDestinationDefinition("S3", null, new Dictionary<string, object?> { ["region"] = "eu" }) : Activator.CreateInstance(shown, nonPublic: true)!;
        foreach (PropertyInfo property in shown.GetProperties().Where(static p => p.PropertyType == typeof(IDictionary<string, object?>)))
            Assert.DoesNotContain("System.", property.GetValue(item)?.ToString() ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void A_map_goes_to_CSV_as_its_items_and_stays_a_dictionary()
    {
        using var sandbox = new SandboxShell();
        foreach (string command in new[] { "Get-PHBatchExport", "Get-PHBatchExport | ForEach-Object Destination", "Get-PHDashboard", "Get-PHDashboard | Get-PHDashboardTile", "Get-PHInsight",
            "Get-PHIntegration", "Get-PHDashboardTemplate", "Get-PHDashboard | Get-PHDashboardSharing", "New-PHBatchExportDestination -AwsS3 -BucketName b -Region eu-west-1 -Prefix p -IntegrationId 1" })
        {
            string csv = sandbox.Run($"({command} | ConvertTo-Csv) -join \"`n\"").Clean().Single.ToString()!;
            Assert.DoesNotContain("System.", csv, StringComparison.Ordinal);
        }

        sandbox.Run("$export = Get-PHBatchExport events-to-s3; $config = $export.Destination.Config; $blank = [PostHogPS.BatchExport]::new()").Clean();
        foreach ((string line, string expected) in new[] { ("$config['region']", "eu-central-1"), ("$config.region", "eu-central-1"), ("$config.Keys -contains 'region'", "True"),
            ("$blank.HogQLModifiers['a'] = 1; $blank.HogQLModifiers.a", "1"), ("($blank | Select-Object HogQLModifiers | ConvertTo-Json -Compress)", "{\"HogQLModifiers\":{\"a\":1}}"),
            ("($blank | ConvertTo-Csv | ConvertFrom-Csv).HogQLModifiers", "{a: 1}"), ("\"$($blank.Destination.Config)\"", "{}") })
            Assert.Equal(expected, sandbox.Run(line).Clean().Single.ToString());
        Assert.Contains("{[a, 1]}", sandbox.Shell.Show("$blank | Format-List HogQLModifiers").Text, StringComparison.Ordinal);
    }

    /// <summary>A file of text columns holds no settings to make an export of: it must not be read as one without settings.</summary>
    [Theory]
    [InlineData("$export")]
    [InlineData("$export.Destination")]
    [InlineData("(New-PHBatchExportDestination -AwsS3 -BucketName b -Region eu-west-1 -Prefix p -IntegrationId 1)")]
    public void A_destination_out_of_CSV_is_refused_where_its_settings_count(string source)
    {
        using var sandbox = new SandboxShell();
        ShellResult refused = sandbox.Run($"$export = Get-PHBatchExport events-to-s3; $copy = {source} | ConvertTo-Csv | ConvertFrom-Csv; "
            + "New-PHBatchExport -Name made -Interval hour -Destination $copy");
        Assert.StartsWith("PostHog.InvalidDestination", refused.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("CSV", refused.Error.Exception.Message, StringComparison.Ordinal);
        Assert.Empty(sandbox.Run("Get-PHBatchExport made*").Clean().Objects);
    }

    [Fact]
    public void No_view_calls_a_method()
    {
        Assert.DoesNotContain(Format.Descendants("ScriptBlock"), static s => s.Value.Contains("::", StringComparison.Ordinal));
    }

    private static object Filled(Type type, string text = Steering)
    {
        if (type == typeof(PostHogConnection))
        {
            var connection = PostHogPS.Hosting.EngineHost.NewConnection(text, new PostHogPS.Contracts.ConnectionSettings(), "1");
            connection.User = text;
            connection.Learn(1, text);
            return connection;
        }

        if (type == typeof(BatchExportDestinationDefinition))
            return new BatchExportDestinationDefinition(text, 1, new Dictionary<string, object?> { [text] = text });
        object item = Activator.CreateInstance(type, nonPublic: true)!;
        foreach (PropertyInfo property in type.GetProperties().Where(static p => p.CanWrite))
        {
            if (property.PropertyType == typeof(string))
                property.SetValue(item, text);
            else if (property.PropertyType == typeof(ItemList<string>))
                property.SetValue(item, new ItemList<string> { text });
            else if (property.PropertyType == typeof(ItemList<object>))
                property.SetValue(item, new ItemList<object> { text });
            else if (property.PropertyType == typeof(IDictionary<string, object?>))
                property.SetValue(item, new Dictionary<string, object?> { ["short_id"] = text, ["name"] = text, [text] = text });
            else if (property.PropertyType == typeof(object))
                property.SetValue(item, text);
        }

        if (item is ServerObject known)
            known.AdditionalProperties[text] = text;
        if (item is BatchExport export)
            (export.Destination.Type, export.Destination.Config[text], export.LatestRuns) =
                (text, text, [new BatchExportRun { Status = text }]);
        return item;
    }
}
