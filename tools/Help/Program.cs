using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using PostHogPS.HelpTool;

// new           writes pages for new cmdlets; in the others adds new parameters, drops gone ones and renews what the code
//               alone decides (syntax, types, positions, defaults, the table of the module's page). What people wrote stays.
// check         says what is out of step, and ends with 1 when something is.
// maml FROM TO  makes TO, the file that Get-Help reads, from the pages and the module's assembly FROM. The build does this.
switch (args)
{
    case ["new"]:
        foreach (string change in Book(HelpBook.BuiltModule).Refresh())
            Console.WriteLine(change);
        return 0;
    case ["check"]:
        HelpBook book = Book(HelpBook.BuiltModule);
        List<string> problems = book.Check().ToList();
        problems.ForEach(Console.WriteLine);
        Console.WriteLine(problems.Count == 0 ? $"{book.Cmdlets.Count} cmdlets, help in step." : $"{problems.Count} problems. 'new' fixes what needs no words.");
        return problems.Count == 0 ? 0 : 1;
    case ["maml", var from, var to]:
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(to))!);
        File.WriteAllText(to, Book(from).Maml());
        return 0;
    default:
        Console.Error.WriteLine("usage: dotnet run --project tools/Help -- new | check | maml <assembly> <file>");
        return 2;
}

static HelpBook Book(string module) => new(HelpBook.DefaultFolder, Assembly.LoadFrom(Path.GetFullPath(module)));
