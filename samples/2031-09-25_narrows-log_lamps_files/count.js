// what counted the visitors was not saved with the page
