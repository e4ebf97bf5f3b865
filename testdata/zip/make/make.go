// Writes the files of a folder into an archive with Go's archive/zip, which streams: every entry has a
// data descriptor. usage: make.go <folder> <archive>
package main

import (
	"archive/zip"
	"io/fs"
	"log"
	"os"
	"path/filepath"
)

func main() {
	folder, archive := os.Args[1], os.Args[2]
	out, err := os.Create(archive)
	if err != nil {
		log.Fatal(err)
	}
	writer := zip.NewWriter(out)
	err = filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, _ := filepath.Rel(folder, path)
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		part, err := writer.Create(filepath.ToSlash(name))
		if err != nil {
			return err
		}
		_, err = part.Write(data)
		return err
	})
	if err != nil {
		log.Fatal(err)
	}
	if err := writer.SetComment("Go's"); err != nil {
		log.Fatal(err)
	}
	if err := writer.Close(); err != nil {
		log.Fatal(err)
	}
	if err := out.Close(); err != nil {
		log.Fatal(err)
	}
}
